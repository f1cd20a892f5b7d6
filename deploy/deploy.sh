#!/bin/sh
# Make the work pool, the deployments and the automation on the server that PREFECT_API_URL names. May be run again.
set -eu
cd "$(dirname "$0")/.."
while IFS='=' read -r name value; do
    case $name in '' | \#*) continue ;; esac
    eval "[ -n \"\${$name+set}\" ]" || export "$name=$value"
done <deploy/prefect.env
export PICKETWIRE_HOME="${PICKETWIRE_HOME:-$PWD}"
PATH="$PWD/.venv/bin:$PATH"
automation=$(sed -n 's/^name: //p' deploy/automations.yaml)

prefect work-pool create picketwire --type process --overwrite
prefect --no-prompt deploy --prefect-file deploy/prefect.yaml --all
prefect automation inspect "$automation" >/dev/null 2>&1 ||
    prefect automation create --from-file deploy/automations.yaml
