"""Words for times in English, French, German and Russian: small letters without accents."""

from datetime import time

# Words that only link. Of "9 o'clock" the tokens are 9, o, clock.
_LINKING = """
at on the next this of o clock until till by from for
a le la les du de d prochain prochaine ce cette vers pour jusqu jusque
um am an den der dem die das bis uhr nachste nachsten nachster nachstes diesen kommenden
в во к на до с следующии следующую следующая эту этот
года
"""
FILLERS = frozenset(_LINKING.split())
RELATIVE = frozenset(("in", "dans", "через", "+", "after", "nach", "спустя", "d'ici"))
UNITS = {
    word: unit
    for unit, words in {
        "minute": "m min mins minute minutes minuten мин минута минуты минут минуту",
        "hour": "h hour hours hr hrs heure heures stunde stunden std ч час часа часов",
        "day": "day days jour jours j tag tage tagen день дня днеи дн",
        "week": "w week weeks semaine semaines sem woche wochen неделя недели недель неделю нед",
        "month": "month months mois monat monate monaten месяц месяца месяцев мес",
    }.items()
    for word in words.split()
}
NUMBERS = {
    word: number
    for number, words in {
        1: "one un une ein eine einem einer einen один одну одна",
        2: "two deux zwei два две",
        3: "three trois drei три",
        4: "four quatre vier четыре",
        5: "five cinq funf пять",
        6: "six sechs шесть",
        7: "seven sept sieben семь",
        10: "ten dix zehn десять",
    }.items()
    for word in words.split()
}
DAYS = {
    **dict.fromkeys(("today", "aujourd hui", "aujourdhui", "heute", "сегодня"), 0),
    **dict.fromkeys(("tomorrow", "demain", "morgen", "завтра"), 1),
    **dict.fromkeys(("day after tomorrow", "apres demain", "ubermorgen", "послезавтра"), 2),
}
WEEKDAYS = {
    word: number
    for number, words in enumerate(
        (
            "monday mon lundi lun montag mo понедельник пн",
            "tuesday tue mardi mar dienstag di вторник вт",
            "wednesday wed mercredi mer mittwoch mi среда среду ср",
            "thursday thu jeudi jeu donnerstag do четверг чт",
            "friday fri vendredi ven freitag fr пятница пятницу пт",
            "saturday sat samedi sam samstag sonnabend sa суббота субботу сб",
            "sunday sun dimanche dim sonntag so воскресенье вс",
        )
    )
    for word in words.split()
}
PARTS = {
    word: clock
    for clock, words in {
        time(9): "morning matin vormittag fruh утром утра утро",
        time(12): "noon midday midi mittag полдень",
        time(14): "afternoon nachmittag днем",
        time(18): "evening tonight soir abend abends вечером вечера вечер",
    }.items()
    for word in words.split()
}
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "january jan janvier januar января",
            "february feb fevrier fevr februar февраля",
            "march mars marz марта",
            "april apr avril апреля",
            "may mai мая",
            "june jun juin juni июня",
            "july jul juillet juli июля",
            "august aug aout августа",
            "september sep sept septembre сентября",
            "october oct octobre oktober okt октября",
            "november nov novembre ноября",
            "december dec decembre dezember dez декабря",
        ),
        start=1,
    )
    for word in words.split()
}
