"""`python -m picketwire` is `picketwire`."""

from picketwire.cli.main import main

main()
