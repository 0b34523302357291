"""Notices and buttons of translation tools: ``Translated by Google``, ``Show original text``.

Why it matters
    The page itself states that it was machine-translated, and the tool's words are mixed with those
    of the article.

Flagged
    This article was automatically translated from Polish.
    Original text Contribute a better translation
    Übersetzt mit DeepL.com (kostenlose Version)

Clean
    Translated from the Danish by Ottoline Verbeek, 212 pages, Harbour Press.
    The agency tested how an article is translated by machines.
    The original text of the treaty hangs in the hall.

Limits
    Only notices in the languages of the table. Credits of human translators are left alone.
"""

from __future__ import annotations

from corpus_qa.checks.translation._reading import Part
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Family, Pattern, Severity

TOOL = (
    "(?:Google(?: Translate| Traductor| Traduction| Übersetzer| Traduttore| Tradutor)?|"
    r"DeepL(?:\.com)?|Bing(?: Translator)?"
    "|Yandex(?:[. ]Translate)?|Microsoft Translator|Papago|Baidu(?: Translate)?|ChatGPT|"
    r"Reverso|Systran|Apertium)\b"
)
MESSAGE = "“{}” is a translation tool's notice."
NOTICES = (
    # English
    r"\b[Tt]ranslat(?:ed|ion) (?:by|with|using|through|via|from [A-Z]\w+ (?:by|with|using)) "
    "(?:the )?" + TOOL,
    r"\bPowered by Google Translate\b",
    (
        r"\b(?:[Tt]his|[Tt]he) (?:article|text|page|story|content|post|report|translation) (?:is|"
        "was|has been) "
        r"(?:automatically|machine|computer)[- ]?(?:translated|generated translation)\b"
    ),
    (
        r"\b(?:[Tt]his|[Tt]he) (?:article|text|page|story|content|post|report) (?:is|was|has been) "
        r"(?:translated (?:automatically|by (?:a )?machine|by (?:AI|artificial intelligence)))\b"
    ),
    (
        r"\b(?:[Tt]his is a|[Tt]his) (?:machine|automatic|automated|computer)[- ](?:generated "
        r")?translation\b"
    ),
    (
        r"\b(?:[Aa]utomatically|[Mm]achine)[- ]translated (?:article|text|page|content|from (?:the "
        r")?[A-Z]\w+)\b"
    ),
    (
        r"\bContribute a better translation\b|\bRate this translation\b|\bSuggest a better "
        r"translation\b"
    ),
    (
        r"\b(?:Show|View|See|Read) (?:the )?original(?: text| article| language)? ?(?:\||·|$|\n|"
        "(?:Show|Hide|See) translation)"
    ),
    r"\b(?:See|Show|Hide) [Tt]ranslation\b",
    (
        r"\b[Tt]ranslated (?:(?:by|with|using) |"
        r"(?:with|by|using) the (?:help|aid|assistance|use) of )(?:an? )?"
        r"(?:AI|artificial intelligence|machine translation|(?:online |automatic )translators?)\b|"
        r"\bAI[- ]translated (?:article|text|version)\b"
    ),
    r"(?m)^[\[(]?(?:Machine|Automatic|Automated|AI) translation(?:[.:)\]]|$)",
    # Spanish, Portuguese, French, Italian
    r"\b[Tt]raducido (?:por|con|mediante|automáticamente|al \w+ (?:por|con)) (?:de(?:l)? )?" + TOOL,
    (
        r"\b(?:[Ee]ste|[Ee]sta) (?:artículo|texto|noticia|página) (?:ha sido|fue|está) "
        "traducid[oa] "
        r"automáticamente\b|\b[Tt]raducción automática\b"
    ),
    r"\b[Tt]raduzido (?:por|com|pelo|automaticamente(?: por)?) (?:o )?"
    + TOOL
    + r"|\b[Tt]radução automática\b",
    r"\b[Tt]raduit (?:par|avec|automatiquement(?: par)?) "
    + TOOL
    + r"|\b[Tt]raduction automatique\b|\barticle (?:a été )?traduit automatiquement\b",
    r"\b[Tt]radotto (?:da|con|automaticamente(?: da)?) " + TOOL + r"|\b[Tt]raduzione automatica\b",
    # German, Dutch, Scandinavian
    r"Übersetzt (?:mit|von|durch) "
    + TOOL
    + r"|\b(?:automatisch|maschinell) übersetzt\b|\b[Mm]aschinelle Übersetzung\b",
    r"\b[Vv]ertaald (?:door|met) "
    + TOOL
    + r"|\bautomatisch vertaald\b|\b[Aa]utomatische vertaling\b",
    r"[Öö]versatt (?:av|med) "
    + TOOL
    + (
        r"|\b[Mm]askinöversatt\b|\b[Mm]askinöversättning\b|\b[Mm]askinoversatt\b|"
        r"\b[Mm]askinoversættelse\b"
    ),
    # Slavic languages, Turkish, Arabic, Chinese, Japanese, Korean
    (
        "[Пп]ереведено (?:с помощью|автоматически|в) (?:Google|Яндекс|DeepL)?|[Мм]ашинный перевод|"
        "[Аа]втоматический перевод|[Аа]втоматичний переклад|[Мм]ашинний переклад"
    ),
    (
        r"\b[Pp]rzetłumaczon[eoy] (?:przez|za pomocą|automatycznie)\b|\b[Tt]łumaczenie "
        r"(?:automatyczne|maszynowe)\b"
    ),
    r"\b[Pp]řeloženo (?:pomocí|strojově|automaticky)\b|\b[Ss]trojový překlad\b",
    r"\b[Oo]tomatik (?:çeviri|olarak çevrilmiştir)\b|\bGoogle (?:tarafından çevrildi|Çeviri)\b",
    r"ترجمة آلية|ترجمة جوجل|مترجم آليا|ترجم بواسطة",
    r"机器翻译|機器翻譯|由谷歌翻译|谷歌翻译|自动翻译",
    r"自動翻訳|機械翻訳|Google 翻訳|기계 번역|자동 번역|구글 번역",
    # Notices on a line of their own, as sites print them below a headline
    (
        r"(?m)^\W{0,3}(?:[Tt]raducido|[Tt]raduzido|[Tt]raduit|[Tt]radotto|[Tt]radus) "
        r"(?:automáticamente|automaticamente|automatiquement|automat)\b[^\n]{0,60}$"
    ),
    (
        r"(?m)^\W{0,3}(?:[Kk]onekäänne(?:tty|ttynä)|[Mm]askinoversat|[Oo]versat automatisk|"
        r"[Gg]épi fordítás|[Aa]utomatikusan lefordítva|[Tt]raducere automată|"
        r"[Aa]utomatski prevedeno|[Ss]trojno prevedeno|[Ss]trojový preklad|"
        r"[Dd]iterjemahkan (?:secara )?otomatis|[Tt]erjemahan (?:otomatis|mesin)|"
        r"[Dd]ịch tự động|[Bb]ản dịch (?:máy|tự động)|Αυτόματη μετάφραση|Μηχανική μετάφραση|"
        r"Машинен превод|Преведено автоматично|Перекладено автоматично|"
        r"(?:Mit|Von|Durch) KI übersetzt|KI-Übersetzung)(?:\W[^\n]{0,60})?$"
    ),
    (
        r"(?m)^\W{0,3}(?:แปลโดยอัตโนมัติ|แปลอัตโนมัติ|मशीन अनुवाद|स्वचालित अनुवाद|"
        r"স্বয়ংক্রিয় অনুবাদ|যান্ত্রিক অনুবাদ|ترجمه ماشینی|ترجمه خودکار|תרגום אוטומטי|תורגם אוטומטית|"
        r"由 ?AI ?(?:翻译|翻譯)|AI ?(?:翻译|翻譯)|本文由(?:AI|机器)翻译)[^\n]{0,40}$"
    ),
)

CHECK = Check(
    id="TRN013",
    name="tool-notice",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=(
        *ALL_LANGUAGES,
        "ar",
        "cs",
        "da",
        "de",
        "en",
        "es",
        "fr",
        "it",
        "ja",
        "ko",
        "nl",
        "pl",
        "pt",
        "ru",
        "sv",
        "tr",
        "uk",
        "zh",
    ),
    summary="a translation tool's notice or button",
    page=__doc__ or "",
    patterns=tuple(Pattern(notice) for notice in NOTICES),
    examine=examine,
)
PART = Part(CHECK, message=MESSAGE, weight=3.0)
