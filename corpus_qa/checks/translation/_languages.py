"""The function words of languages in Latin script, which identify the language of a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus_qa.text.language import word_set

# Words that are frequent in the language and are no English words, nor names.
SMALL_WORDS: Mapping[str, frozenset[str]] = {
    "Spanish": word_set(
        "que el la los las una del por con para se lo como más pero sus le ya esta está este "
        "esto entre cuando muy sin  sobre también me hasta hay donde quien desde todo nos "
        "durante ha fue son ser tiene y es en al su un de"
    ),
    "French": word_set(
        "le la les des une est dans que qui pour pas sur avec ce au par il elle sont nous "
        "vous mais ou son ses cette  aux été être ont leur tout plus comme même ces deux du "
        "et un en se ne sa je de c'est n'est qu'il d'une l'a"
    ),
    "German": word_set(
        "der die das und ist nicht ein eine einen einem einer mit auf für von dem den des "
        "sich auch es im zu wird sind  als bei nach wie aus am hat oder aber vor zur zum über "
        "durch wenn nur kann noch werden haben ich wir sie"
    ),
    "Italian": word_set(
        "il lo gli che di è un una per non con del della dei delle nel nella al alla sono "
        "come più anche ma ha questo  questa si da dal dalla le la i e suo sua tra fra quando "
        "loro essere stato ho mi ci"
    ),
    "Portuguese": word_set(
        "que não uma com para os as do da dos das em no na por mais se como mas foi ao ele "
        "ela são tem à seu sua ou ser  quando muito há nos já está eu também só pelo pela até "
        "isso o e é um de"
    ),
    "Dutch": word_set(
        "de het een van en dat niet op te zijn met voor er aan ook maar om bij uit naar dan "
        "nog wel zo worden door wordt  deze heeft hebben hij zij wij ik je werd kan zou tot "
        "over"
    ),
    "Polish": word_set(
        "się nie na jest że do to w z i jak ale po co tak za od jego był dla przez tym są "
        "tylko może już był było czy  ich oraz które który która ma być"
    ),
    "Czech": word_set(
        "se na je že to v s a jak ale po co tak za od jeho byl pro tím jsou jen může už bylo "
        "jejich které který která  má být jsem by podle při také však není"
    ),
    "Swedish": word_set(
        "och att det som en på är av för med till den har de inte om ett men var jag från vi "
        "så kan när ska eller hade  vara han hon sig efter också"
    ),
    "Danish or Norwegian": word_set(
        "og at det som en på er af av for med til den har de ikke om et men var jeg fra vi så "
        "kan når skal eller havde  være han hun sig seg efter etter også blev ble"
    ),
    "Icelandic": word_set(
        "og að er í á sem til við um með en það af var hann ekki fyrir hefur hún þess eru "
        "verið þá þar eftir frá vera  hafa því þetta"
    ),
    "Romanian": word_set(
        "și de la în a cu nu pe care este că o un din mai pentru sunt să au fost se ce dar "
        "prin după fi"
    ),
    "Hungarian": word_set(
        "a az és hogy nem is egy ez azt volt van csak meg már de ha mint még el kell lesz vagy után"
    ),
    "Turkish": word_set(
        "ve bir bu için de da ile olarak çok daha olan gibi sonra en kadar ne var değil ama o oldu"
    ),
    "Finnish": word_set(
        "ja on että ei se oli hän ovat mutta kun myös tai joka niin kuin mukaan jos sen olla"
    ),
    "Indonesian": word_set(
        "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena "
        "tersebut ada oleh sudah"
    ),
    "Hausa": word_set(
        "da na ta ya a ce cewa wanda wannan kuma sun suka zai domin daga cikin ga shi ba su "
        "an kan za yana"
    ),
}
# Two words that stand together in nearly every paragraph of the language and in no English one.
CUES: Sequence[str] = (
    "aus der", "aus dem", "nach dem", "wie der", "wie die", "eine", "einer", "einen", "sich",
    "wird", "über", "werden", "wurden", "zum", "zur", "dass", "que el", "que la", "que los",
    "en el", "en la", "por el", "por la", "para el", "para la", "con el", "con la", "lo que",
    "se ha", "es una", "no es", "y el", "y la", "a los", "que se", "dans le", "dans la",
    "dans les", "est un", "est une", "que les", "pour les", "avec les", "et les", "et la",
    "sur le", "sur la", "il y a", "qui est", "ce qui", "à la", "n'est", "n’est", "c'est", "c’est",
    "in der", "auf der", "mit der", "mit dem", "und die", "und der", "für die", "ist die",
    "ist ein", "es ist", "dass die", "nicht", "bei der", "in den", "auch", "wurde", "che il",
    "che la", "non è", "di un", "per il", "per la", "della", "nella", "con il", "è un", "sono",
    "que o", "que a", "não", "com o", "com a", "para o", "em uma", "é um", "são", "van de",
    "van het", "in het", "dat de", "het is", "op de", "voor de", "een", "się", "jest", "nie",
    "że", "jsou", "jsem", "není", "podle", "který", "och", "inte", "att", "är en", "ikke",
    "det er", "til at", "og det", "og er", "ekki", "sem er", "það", "að", "și", "este", "în",
    "hogy", "és a", "nem", "bir", "ve", "için", "että", "ovat", "yang", "dan", "untuk", "cewa",
    "da na", "kuma",
)  # fmt: skip
