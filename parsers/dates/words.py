"""Names of months, weekdays and time zones as publishers write them, accents taken off."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

# English, German, French, Spanish, Italian, Portuguese, Dutch, Danish and Norwegian, Swedish, Polish, Czech,
# Hungarian, Romanian, Turkish, Indonesian, Greek, Russian, Ukrainian; the number is what the words mean.
_MONTH_NAMES = """
1 january januar jänner janvier enero gennaio janeiro januari styczeń stycznia leden ledna január
1 ianuarie ocak ιανουάριος ιανουαρίου январь января січня
2 february februar feber février febrero febbraio fevereiro februari luty lutego únor února február
2 februarie şubat φεβρουάριος φεβρουαρίου февраль февраля лютого
3 march märz mars marzo março maart marts marzec marca březen března március martie mart maret
3 μάρτιος μαρτίου март марта березня mrt
4 april avril abril aprile kwiecień kwietnia duben dubna április aprilie nisan απρίλιος απριλίου
4 апрель апреля квітня
5 may mai mayo maggio maio mei maj maja květen května május mayıs μάιος μαΐου май мая травня
6 june juni juin junio giugno junho czerwiec czerwca červen června június iunie haziran ιούνιος
6 ιουνίου июнь июня червня
7 july juli juillet julio luglio julho lipiec lipca červenec července július iulie temmuz ιούλιος
7 ιουλίου июль июля липня
8 august août agosto augustus augusti sierpień sierpnia srpen srpna augusztus ağustos agustus
8 αύγουστος αυγούστου август августа серпня
9 september septembre septiembre setiembre settembre setembro wrzesień września září szeptember
9 septembrie eylül σεπτέμβριος σεπτεμβρίου сентябрь сентября вересня sept
10 october oktober octobre octubre ottobre outubro październik października říjen října október
10 octombrie ekim οκτώβριος οκτωβρίου октябрь октября жовтня
11 november novembre noviembre novembro listopad listopada listopadu noiembrie kasım νοέμβριος
11 νοεμβρίου ноябрь ноября листопада
12 december dezember décembre diciembre dicembre dezembro grudzień grudnia prosinec prosince
12 decembrie aralık desember δεκέμβριος δεκεμβρίου декабрь декабря грудня
"""
_WEEKDAY_NAMES = """
0 monday montag lundi lunes lunedì segunda maandag mandag måndag poniedziałek pondělí hétfő luni
0 pazartesi senin δευτέρα понедельник понеділок
1 tuesday dienstag mardi martes martedì terça dinsdag tirsdag tisdag wtorek úterý kedd marți salı
1 selasa τρίτη вторник вівторок
2 wednesday mittwoch mercredi miércoles mercoledì quarta woensdag onsdag środa středa szerda
2 miercuri çarşamba rabu τετάρτη среда середа
3 thursday donnerstag jeudi jueves giovedì quinta donderdag torsdag czwartek čtvrtek csütörtök joi
3 perşembe kamis πέμπτη четверг четвер
4 friday freitag vendredi viernes venerdì sexta vrijdag fredag piątek pátek péntek vineri cuma jumat
4 παρασκευή пятница пʼятниця
5 saturday samstag sonnabend samedi sábado sabato zaterdag lørdag lördag sobota szombat sâmbătă
5 cumartesi sabtu σάββατο суббота субота
6 sunday sonntag dimanche domingo domenica zondag søndag söndag niedziela neděle vasárnap duminică
6 pazar minggu κυριακή воскресенье неділя
"""
# Hours from Greenwich; only abbreviations that the feeds of one region use for one thing. IST (India,
# Ireland, Israel) is left out on purpose, and so are the letters of RFC 822, which its successors void.
_HOURS = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "etc/utc": 0, "etc/gmt": 0, "wet": 0, "west": 1, "bst": 1,
    "cet": 1, "cest": 2, "met": 1, "mez": 1, "mest": 2, "mesz": 2, "eet": 2, "eest": 3, "msk": 3,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9,
    "akdt": -8, "hst": -10, "ast": -4, "adt": -3, "nst": -3.5, "ndt": -2.5, "jst": 9, "kst": 9,
    "hkt": 8, "sgt": 8, "pht": 8, "wib": 7, "awst": 8, "acst": 9.5, "acdt": 10.5, "aest": 10,
    "aedt": 11, "nzst": 12, "nzdt": 13, "brt": -3, "sast": 2,
}  # fmt: skip
ZONE_MINUTES = {name: int(hours * 60) for name, hours in _HOURS.items()}
# What a newsroom writes the year round, daylight saving or not.
REGIONS = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "at": "America/Halifax",
}


def bare(text: str) -> str:
    """Return `text` in lower case without accents, the form in which the tables are asked."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.lower())
    kept = "".join(char for char in apart if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", kept)


def _meanings(table: str, shortest: int) -> dict[str, frozenset[int]]:
    """Map every name, and every beginning of it from `shortest` letters, to the numbers it can mean."""
    meanings: defaultdict[str, set[int]] = defaultdict(set)
    for line in table.strip().splitlines():
        number, *names = line.split()
        for name in map(bare, names):
            for length in range(min(shortest, len(name)), len(name) + 1):
                meanings[name[:length]].add(int(number))
    return {word: frozenset(numbers) for word, numbers in meanings.items()}


# A beginning of three letters is enough where it means one month only.
MONTHS = {word: min(found) for word, found in _meanings(_MONTH_NAMES, 3).items() if len(found) == 1}
# A weekday's first two letters are enough; some mean several days ("do", "mar"). Monday is 0.
WEEKDAYS = _meanings(_WEEKDAY_NAMES, 2)
