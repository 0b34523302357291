"""Bytes become the text that was meant, and what cannot be decoded is counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inputs import articles, as_jsonl, only_article, run, write

from corpus_qa.ingest.charset import codec_name, decode, scrub

TEXTS = {
    "en": "The café at the harbour of Brask was full when the ferry came in, said its owner, who"
    " had not expected a “crowd like this” on the first day of the year.",
    "de": "Die Fähre nach Brask fährt wieder, und die Inselbewohner sind erleichtert, dass der"
    " Sturm vorüber ist. Für die Schüler war es eine Woche ohne Schule, größer war die Freude nie.",
    "fr": "Le café du port était plein à l’arrivée du bateau, et les élèves de l'île n'ont pas eu"
    " d'école pendant une semaine, ce qui leur a plu, a déclaré la mairie.",
    "es": "El año que viene habrá más barcos entre la isla y la península, dijo el alcalde, que no"
    " quiso decir cuándo, y añadió que los niños están contentos con la señal.",
    "pt": "A ilha não tem ligação desde a noite de terça, mas as crianças já estão à espera do"
    " barco, que não pode sair por causa do vento, disse o presidente da câmara.",
    "pl": "Prom na wyspę znów pływa i nie ma już żadnych opóźnień, jak podała w środę rzeczniczka"
    " gminy, która dodała, że szkoła zostanie otwarta po świętach dla wszystkich.",
    "cs": "Přívoz na ostrov už zase jezdí a není třeba se ho bát, řekl v pondělí starosta, který se"
    " také vyjádřil k tomu, že škola by měla být otevřena až po víkendu.",
    "hu": "A komp ismét közlekedik a szigetre, és a gyerekek is örülnek, hogy nem kell iskolába"
    " menni, mondta az őr, aki szerint a vihar már elült, de még lehet szél.",
    "tr": "Adaya giden vapur yeniden çalışıyor ve çocuklar için okul da açıldı, dedi belediye"
    " başkanı, ancak rüzgâr daha sonra yine güçlü olabilir ve ne olacağı belli değil.",
    "ru": "Паром на остров снова ходит, и жители рады, что шторм прошёл, сказал в понедельник мэр,"
    " который добавил, что школа уже открыта и все дети были на уроках.",
    "el": "Το πλοίο για το νησί ταξιδεύει και πάλι, και οι κάτοικοι είναι χαρούμενοι που η θύελλα"
    " πέρασε, είπε ο δήμαρχος, ο οποίος δεν θα μιλήσει για τα σχολεία από αύριο.",
}

CHARSETS = [
    *((language, "cp1252") for language in ("en", "de", "fr", "es", "pt")),
    *((language, "mac-roman") for language in ("de", "fr", "es")),
    *((language, "cp1250") for language in ("pl", "cs", "hu")),
    *((language, "iso8859-2") for language in ("pl", "cs", "hu")),
    ("tr", "cp1254"),
    *(("ru", charset) for charset in ("cp1251", "koi8-r", "cp866", "iso8859-5")),
    *(("el", charset) for charset in ("cp1253", "iso8859-7")),
]


@pytest.mark.parametrize(("language", "charset"), CHARSETS)
def test_a_text_of_some_sentences_gives_its_charset_away(language: str, charset: str) -> None:
    data = TEXTS[language].encode(charset, "ignore")
    assert decode(data).text == data.decode(charset)
    assert decode(data).errors == 0


@pytest.mark.parametrize("charset", ["shift_jis", "euc_jp", "iso2022_jp"])
def test_japanese_charsets_are_told_apart(charset: str) -> None:
    text = (
        "島へのフェリーは月曜日に運航を再開した。住民は嵐が去ったことを喜んでいると町長は話した。"
        * 3
    )
    assert decode(text.encode(charset)).text == text


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"]
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_marks_and_zeros_betray_unicode(language: str, encoding: str) -> None:
    data = TEXTS[language].encode(encoding)
    if encoding == "utf-32-be":
        data = b"\0\0\xfe\xff" + data
    assert decode(data).text == TEXTS[language]


def test_a_few_letters_in_plain_text_are_western() -> None:
    assert decode(b"caf\xe9 au lait") == ("café au lait", "cp1252", 0)


def test_damaged_utf8_stays_utf8() -> None:
    data = TEXTS["ru"].encode()
    found = decode(data[:40] + b"\xff\xfe" + data[40:] + b"\xd0")
    assert (found.encoding, found.errors) == ("utf-8", 3)
    assert found.text.replace("\N{REPLACEMENT CHARACTER}", "") == TEXTS["ru"]


def test_a_declared_charset_is_believed_unless_the_bytes_are_utf8() -> None:
    assert decode("Łódź".encode("cp1250"), ["windows-1250"]).text == "Łódź"
    assert decode("Łódź".encode(), ["windows-1250"]).text == "Łódź"
    assert decode(b"caf\xe9", [None, "no-such-charset", "iso-8859-1"]).text == "café"
    # all of it would be undecodable, so the declaration is wrong
    assert decode(TEXTS["ru"].encode("cp1251") * 3, ["ascii"]).text == TEXTS["ru"] * 3


def test_browsers_names_of_charsets_are_known() -> None:
    assert codec_name("ISO-8859-1") == codec_name('"latin1"') == "cp1252"
    assert codec_name("GB2312") == "gb18030"
    assert (
        codec_name("base64") is codec_name("rot13") is codec_name("") is codec_name("x\0") is None
    )


@given(st.binary(max_size=400))
def test_no_bytes_are_ever_lost(data: bytes) -> None:
    found = decode(data)
    found.text.encode()  # no lone surrogates
    assert found.errors <= found.text.count("\N{REPLACEMENT CHARACTER}")
    try:
        plain = data.decode()
    except UnicodeDecodeError:
        return
    assert found.text in (plain, plain.removeprefix("\ufeff")) or found.encoding != "utf-8"


@given(st.text(st.characters(categories=["L", "Cs"])))
def test_scrubbing_leaves_no_surrogate_and_counts_them(text: str) -> None:
    clean, count = scrub(text)
    clean.encode()
    assert len(clean) == len(text)
    assert count == sum("\ud800" <= char <= "\udfff" for char in text)


def test_lines_of_one_file_help_each_other(tmp_path: Path) -> None:
    sentences = TEXTS["pl"].split(", ")
    lines = as_jsonl([{"id": str(n), "text": text} for n, text in enumerate(sentences)])
    source = write(tmp_path / "in", {"a.jsonl": lines.decode().encode("cp1250")})
    rows = articles(run(source, tmp_path / "out").dataset)
    assert [row.text for row in rows] == sentences
    assert {row.encoding for row in rows} <= {"utf-8", "cp1250"}


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16"])
def test_the_encoding_of_a_file_is_kept_with_the_article(tmp_path: Path, encoding: str) -> None:
    row = only_article(tmp_path, "a.txt", TEXTS["ru"].encode(encoding))
    assert row.text == TEXTS["ru"]
    assert row.encoding == ("utf-16-le" if encoding == "utf-16" else encoding)


def test_a_page_says_its_charset_itself(tmp_path: Path) -> None:
    page = f"<html><head><meta charset=windows-1250></head><body><p>{TEXTS['pl']}</p></body></html>"
    row = only_article(tmp_path, "a.html", page.encode("cp1250"))
    assert (row.text, row.encoding, row.decode_errors) == (TEXTS["pl"], "cp1250", 0)
