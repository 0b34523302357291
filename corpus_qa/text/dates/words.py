"""What pages write beside a date: the words that tell publication from everything else."""

from __future__ import annotations

PUBLISHED = (
    *("published", "posted", "post date", "publish date", "publication date", "date published"),
    *("first published", "created on", "issued", "released", "press release", "submitted", "filed"),
    *("veröffentlicht", "publiziert", "erstellt am", "erschienen", "verfasst am", "gepostet"),
    *("geschrieben von", "geschrieben am", "eingestellt am", "gespeichert von", "datum"),
    *(
        "erscheinungsdatum",
        "erstveröffentlichung",
        "pressemitteilung",
        "meldung vom",
        "artikel vom",
    ),
    *("publié", "mis en ligne", "paru le", "date de publication", "posté le", "écrit par"),
    *("publicado", "publicada", "fecha de publicación", "fecha:", "publicação", "postado"),
    *("pubblicato", "pubblicata", "data di pubblicazione", "inserito il", "data:"),
    *("gepubliceerd", "geplaatst", "publicatiedatum", "publicerad", "publicerat", "publisert"),
    *("udgivet", "offentliggjort", "publiceret", "julkaistu", "julkaistiin", "avaldatud"),
    *("opublikowano", "opublikowany", "data publikacji", "dodano", "publikacja"),
    *(
        "publikováno",
        "zveřejněno",
        "vydáno",
        "publikované",
        "zverejnené",
        "objavljeno",
        "objavljen",
    ),
    *("közzétéve", "megjelent", "publicat", "data publicării", "yayınlanma", "yayın tarihi"),
    *("yayınlandı", "giriş tarihi", "eklenme", "опубликовано", "опубликован", "дата публикации"),
    *("размещено", "опубліковано", "дата публікації", "публикувано", "објављено", "δημοσίευση"),
    *("δημοσιεύτηκε", "δημοσιεύθηκε", "نشر", "تاريخ النشر", "تاریخ انتشار", "פורסם"),
    *(
        "diterbitkan",
        "dipublikasikan",
        "đăng ngày",
        "ngày đăng",
        "xuất bản",
        "paskelbta",
        "publicēts",
    ),
    *(
        "发布",
        "發布",
        "发表",
        "發表",
        "发布时间",
        "来源",
        "投稿日",
        "公開日",
        "公開",
        "掲載",
        "配信",
        "投稿",
    ),
    *("등록", "입력", "게시", "발행", "작성", "प्रकाशित", "প্রকাশ", "เผยแพร่", "հրապարակ"),
)

UPDATED = (
    *("updated", "last modified", "last edited", "last change", "last revision", "modified"),
    *("reviewed", "aktualisiert", "aktualisierung", "stand:", "stand ", "zuletzt am", "geändert"),
    *("letzte änderung", "mis à jour", "mise à jour", "modifié", "dernière modification"),
    *("actualizado", "actualizada", "actualización", "atualizado", "atualizada", "atualização"),
    *(
        "aggiornato",
        "aggiornamento",
        "ultima modifica",
        "bijgewerkt",
        "gewijzigd",
        "laatste update",
    ),
    *("uppdaterad", "uppdaterat", "oppdatert", "opdateret", "päivitetty", "muokattu"),
    *("aktualizacja", "aktualizowano", "aktualizováno", "aktualizované", "frissítve", "actualizat"),
    *("güncelleme", "güncellendi", "обновлено", "изменено", "оновлено", "обновен", "ενημέρωση"),
    *(
        "تحديث",
        "به‌روزرسانی",
        "עודכן",
        "diperbarui",
        "cập nhật",
        "atnaujinta",
        "更新",
        "수정",
        "अपडेट",
    ),
)

OTHERS = (
    # comments and forums
    *("says:", "said:", "sagt:", "schreibt:", "schrieb:", "a dit", "dice:", "disse:", "пишет"),
    *(
        "comment",
        "comments",
        "kommentar von",
        "antworten",
        "reply",
        "registriert",
        "registered",
        "member since",
    ),
    *("joined", "mitglied seit", "dabei seit", "beiträge", "inscrit"),
    # sources, rights and terms
    *("accessed", "retrieved", "abgerufen", "consulté", "zugriff", "consultado", "archived"),
    *("copyright", "©", "expires", "valid", "gültig", "effective", "deadline", "ends", "bis"),
    *("until", "from", "born", "geboren", "geb.", "née le", "died", "gestorben", "since", "seit"),
    # events
    *("event", "beginn", "termin", "veranstaltung", "start date", "end date", "starts", "when:"),
    *("wann:", "quand", "cuándo", "doors", "einlass", "ab dem", "ends on", "due", "photo", "foto"),
    *("picture taken", "file photo", "archivbild", "archivfoto", "filed under:"),
)

AMERICAN = ("est", "edt", "et", "pst", "pdt", "pt", "cst", "cdt", "a.m.", "p.m.")
# Time zones and halves of the day that tell in which order English writes day and month.
EUROPEAN = ("gmt", "bst", "cet", "cest", "mez", "mesz", "ist", "utc", "aest", "aedt", "sast", "pkt")
