"""Clean articles in many scripts, written for the tests, and the mistakes that damage them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from corpus_qa.text.mojibake.evidence import FIRST_UPPER, charset

ARTICLES: Mapping[str, str] = {
    "English": (
        "The ferry won’t sail on Sunday – the captain said it’s too windy.\n"
        "“We’ve waited all week,” said Zoë, who runs the café on the pier.\n"
        "The town’s council doesn’t expect a decision before Monday’s meeting."
    ),
    "French": (
        "Après la première réunion, le maire a déclaré que le théâtre était fermé à Noël.\n"
        "Les élèves ont été reçus là où leurs pères travaillaient déjà l’été dernier.\n"
        "Même la bibliothèque, très aimée, restera fermée jusqu’à la fête de l’île."
    ),
    "German": (
        "Der Bürgermeister von Grünau erklärte, die Brücke bleibe für Fußgänger geöffnet.\n"
        "Die Behörden müssen prüfen, ob größere Fahrzeuge künftig über die Straße fahren können.\n"
        "Später wäre das natürlich möglich, hieß es, aber zunächst fehlen Mittel für die Städte."
    ),
    "Polish": (
        "Władze miasta zamknęły most, ponieważ żółta farba łuszczyła się od początku tygodnia.\n"
        "Burmistrz powiedział, że mieszkańcy będą mogli przejść już w środę, jeśli się uda.\n"
        "Część osób uważa, że należy wcześniej zapytać ludzi, którzy tu żyją."
    ),
    "Russian": (
        "Мост через реку закрыли на ремонт до осени, сообщил глава города.\n"
        "Жители говорят, что это уже не первый раз и что никто не знает, когда он откроется.\n"
        "Новая дорога будет готова только после зимы, если хватит денег и времени."
    ),
    "Greek": (
        "Η γέφυρα της πόλης έκλεισε για επισκευή μέχρι το φθινόπωρο, είπε ο πρόεδρος.\n"
        "Οι κάτοικοι λένε ότι δεν είναι η πρώτη φορά και ότι κανείς δεν ξέρει πότε θα ανοίξει.\n"
        "Ο νέος δρόμος θα είναι έτοιμος μετά από τον χειμώνα, αν υπάρχουν χρήματα."
    ),
    "Hebrew": (
        "הגשר של העיר נסגר לתיקון עד הסתיו, אמר היום ראש העיר.\n"
        "התושבים אומרים כי זה לא המקרה הראשון וכי אין מי שיודע מתי הוא ייפתח.\n"
        "הכביש החדש יהיה מוכן רק אחרי החורף, אם יהיה די כסף."
    ),
    "Arabic": (
        "أغلق الجسر في المدينة حتى الخريف من أجل الإصلاح، كما قال رئيس البلدية اليوم.\n"
        "ويقول السكان إن هذا ليس أول إغلاق وإن أحدا لا يعرف متى يفتح من جديد.\n"
        "الطريق الجديد لن يكون جاهزا قبل نهاية الشتاء، بعد أن تصل الأموال إلى المدينة."
    ),
    "Hindi": (
        "शहर का पुल मरम्मत के लिए पतझड़ तक बंद है, महापौर ने बताया।\n"
        "लोग कहते हैं कि यह पहली बार नहीं है और कोई नहीं जानता कि वह कब खुलेगा।\n"
        "नई सड़क सर्दियों के बाद ही तैयार होगी, अगर पैसा मिला।"
    ),
    "Thai": (
        "สะพานในเมืองปิดซ่อมจนถึงฤดูใบไม้ร่วง นายกเทศมนตรีกล่าววันนี้\n"
        "ชาวบ้านบอกว่านี่ไม่ใช่ครั้งแรก และไม่มีใครรู้ว่าจะเปิดเมื่อไร\n"
        "ถนนใหม่จะเสร็จหลังฤดูหนาวเท่านั้น ถ้ามีเงินพอ"
    ),
    "Georgian": (
        "ქალაქის ხიდი შემოდგომამდე დაკეტილია რემონტის გამო, თქვა დღეს მერმა.\n"
        "მცხოვრებლები ამბობენ, რომ ეს პირველი შემთხვევა არ არის და არავინ იცის, როდის გაიხსნება.\n"
        "ახალი გზა მხოლოდ ზამთრის შემდეგ იქნება მზად."
    ),
    "Armenian": (
        "Քաղաքի կամուրջը փակ է մինչև աշուն, ասաց այսօր քաղաքապետը։\n"
        "Բնակիչներն ասում են, որ սա առաջին անգամը չէ, և ոչ ոք չգիտի, թե երբ կբացվի։\n"
        "Նոր ճանապարհը պատրաստ կլինի միայն ձմեռից հետո։"
    ),
    "Chinese": (
        "市长今天说，城里的大桥因为维修要关到秋天，人们都不知道什么时候能开。\n"
        "住在这里的人说，这不是第一次，他们已经等了两年，还要等多少时间没有人能说。\n"
        "新的公路要到冬天以后才能完成，如果有钱的话。"
    ),
    "Japanese": (
        "町の橋は修理のため秋まで閉鎖されると、市長が今日発表しました。\n"
        "住民は、これが初めてではなく、いつ開くのか誰も知らないと話しています。\n"
        "新しい道は、お金があれば、冬の後にやっとできるそうです。"
    ),
    "Korean": (
        "도시의 다리는 수리 때문에 가을까지 문을 닫는다고 시장이 오늘 말했다.\n"
        "주민들은 이것이 처음이 아니며 언제 다시 열리는지 아는 사람이 없다고 한다.\n"
        "새로운 도로는 돈이 있으면 겨울이 지난 다음에 만들어진다고 한다."
    ),
}
WRITTEN: Mapping[str, tuple[str, ...]] = {
    "English": ("cp1252", "mac-roman"),
    "French": ("cp1252", "mac-roman", "cp850"),
    "German": ("cp1252", "mac-roman", "cp850"),
    "Polish": ("cp1250", "iso8859-2"),
    "Russian": ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic"),
    "Greek": ("iso8859-7", "cp1253"),
    "Hebrew": ("cp1255",),
    "Arabic": ("cp1256",),
    "Thai": ("cp874",),
    "Chinese": ("gb18030",),
    "Japanese": ("cp932", "euc-jp"),
    "Korean": ("cp949",),
}
"""The legacy sets in which each language was written; the others had none that was common."""

READ = ("cp1252", "latin-1", "cp1251", "cp1250", "mac-roman", "koi8-r", "cp437")
"""The sets that programs assume when nobody tells them."""

Mistake = Callable[[str], str]


def read_as(text: str, written: str, read: str) -> str:
    """Write a text in one set and read it in another; bytes without meaning become C1 codes.

    Characters that the first set does not have are left out, as a careless export does.
    """
    raw = text.encode(written, "ignore")
    if read == "utf-8":
        return raw.decode("utf-8", "replace")
    shown = "".join(map(chr, range(FIRST_UPPER))) + charset(read).upper
    return "".join(shown[byte] for byte in raw)


def as_question_marks(text: str) -> str:
    """Write a text in ASCII with a question mark for every other character."""
    return text.encode("ascii", "replace").decode()


def as_references(text: str) -> str:
    """Write a text in ASCII with a numeric reference for every other character."""
    return text.encode("ascii", "xmlcharrefreplace").decode()


def as_references_twice(text: str) -> str:
    """Escape a text that holds references already."""
    return escape(as_references(text), quote=False)


def as_json(text: str) -> str:
    """Write a text as the inside of a JSON string, line by line."""
    return "\n".join(line.encode("unicode_escape").decode() for line in text.split("\n"))


def as_mail(text: str) -> str:
    """Write every byte beyond ASCII as quoted-printable mail does."""
    coded = (f"={byte:02X}" if byte >= FIRST_UPPER else chr(byte) for byte in text.encode())
    return "".join(coded)
