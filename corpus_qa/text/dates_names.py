"""The names of months and weekdays, as news sites of about forty languages write them.

A month's cell holds its forms, separated by ``/`` (``_`` is a space): nominative, genitive where dates use it, and
the usual abbreviations (without their full stop). Forms that two languages of the table use for
different months are left out unless one of them is far more common in news: ``listopad`` is
November (Czech, Polish), not October (Croatian).
"""

from __future__ import annotations

import unicodedata
from functools import cache

MONTHS: tuple[str, ...] = (
    # English; Spanish; Portuguese; Italian; French
    "january/jan february/feb/febr march/mar april/apr may june/jun july/jul august/aug "
    "september/sep/sept october/oct november/nov december/dec",
    "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago "
    "septiembre/setiembre/sept/sep octubre/oct noviembre/nov diciembre/dic",
    "janeiro/jan fevereiro/fev março/mar abril/abr maio/mai junho/jun julho/jul agosto/ago "
    "setembro/set outubro/out novembro/nov dezembro/dez",
    "gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug agosto/ago "
    "settembre/set/sett ottobre/ott novembre/nov dicembre/dic",
    "janvier/janv février/févr/fév mars avril/avr mai juin juillet/juil août/aoû septembre/sept "
    "octobre/oct novembre/nov décembre/déc",
    # German with Austria; Dutch; Swedish; Danish; Norwegian; Icelandic; Finnish; Estonian
    "januar/jänner/jän/jan februar/feber/feb märz/maerz/mär/mrz april/apr mai juni/jun juli/jul "
    "august/aug september/sept/sep oktober/okt november/nov dezember/dez",
    "januari/jan februari/feb maart/mrt april/apr mei juni/jun juli/jul augustus/aug "
    "september/sep/sept oktober/okt november/nov december/dec",
    "januari/jan februari/feb mars april/apr maj juni/jun juli/jul augusti/aug september/sept "
    "oktober/okt november/nov december/dec",
    "januar/jan februar/feb marts april/apr maj juni/jun juli/jul august/aug september/sep "
    "oktober/okt november/nov december/dec",
    "januar/jan februar/feb mars april/apr mai juni/jun juli/jul august/aug september/sep "
    "oktober/okt november/nov desember/des",
    "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
    "tammikuu/tammikuuta helmikuu/helmikuuta maaliskuu/maaliskuuta huhtikuu/huhtikuuta "
    "toukokuu/toukokuuta kesäkuu/kesäkuuta heinäkuu/heinäkuuta elokuu/elokuuta syyskuu/syyskuuta "
    "lokakuu/lokakuuta marraskuu/marraskuuta joulukuu/joulukuuta",
    "jaanuar/jaan veebruar/veebr märts aprill/apr mai juuni juuli august/aug september/sept "
    "oktoober/okt november/nov detsember/dets",
    # Polish; Czech; Slovak; Slovenian; Serbian and Bosnian; Croatian
    "stycznia/styczeń/sty lutego/luty/lut marca/marzec/mar kwietnia/kwiecień/kwi maja/maj "
    "czerwca/czerwiec/cze lipca/lipiec sierpnia/sierpień/sie września/wrzesień/wrz "
    "października/październik/paź listopada/listopad/lis grudnia/grudzień/gru",
    "ledna/leden února/únor března/březen dubna/duben května/květen června/červen "
    "července/červenec srpna/srpen září října/říjen listopadu/listopad prosince/prosinec",
    "januára/január februára/február marca/marec apríla/apríl mája/máj júna/jún júla/júl "
    "augusta/august septembra/september októbra/október novembra/november decembra/december",
    "januarja/januar februarja/februar marca/marec aprila/april maja/maj junija/junij "
    "julija/julij avgusta/avgust/avg septembra/september oktobra/oktober novembra/november "
    "decembra/december",
    "januara/januar februara/februar marta/mart aprila/april maja/maj juna/jun jula/jul "
    "avgusta/avgust/avg septembra/septembar oktobra/oktobar novembra/novembar decembra/decembar",
    "siječnja/siječanj veljače/veljača ožujka/ožujak travnja/travanj svibnja/svibanj "
    "lipnja/lipanj srpnja/srpanj kolovoza/kolovoz rujna/rujan - studenoga/studenog/studeni "
    "prosinca/prosinac",
    # Russian; Ukrainian; Belarusian; Bulgarian; Serbian; Macedonian
    "января/январь/янв февраля/февраль/фев/февр марта/март/мар апреля/апрель/апр мая/май "
    "июня/июнь/июн июля/июль/июл августа/август/авг сентября/сентябрь/сен/сент "
    "октября/октябрь/окт ноября/ноябрь/ноя/нояб декабря/декабрь/дек",
    "січня/січень/січ лютого/лютий/лют березня/березень/бер квітня/квітень/квіт/кві "
    "травня/травень/трав/тра червня/червень/черв/чер липня/липень/лип серпня/серпень/серп/сер "
    "вересня/вересень/вер жовтня/жовтень/жовт/жов листопада/листопад/лист/лис "
    "грудня/грудень/груд/гру",
    "студзеня/студзень лютага/люты сакавіка/сакавік красавіка/красавік мая/май чэрвеня/чэрвень "
    "ліпеня/ліпень жніўня/жнівень верасня/верасень кастрычніка/кастрычнік лістапада/лістапад "
    "снежня/снежань",
    "януари/яну февруари/фев март април/апр май юни юли август/авг септември/сеп октомври/окт "
    "ноември/ное декември/дек",
    "јануара/јануар/јан фебруара/фебруар/феб марта/март априла/април маја/мај јуна/јун јула/јул "
    "августа/август септембра/септембар октобра/октобар новембра/новембар децембра/децембар",
    "јануари февруари март април мај јуни јули август септември октомври ноември декември",
    # Lithuanian; Latvian; Hungarian; Romanian; Albanian; Greek
    "sausio/sausis vasario/vasaris kovo/kovas balandžio/balandis gegužės/gegužė "
    "birželio/birželis liepos/liepa rugpjūčio/rugpjūtis rugsėjo/rugsėjis spalio/spalis "
    "lapkričio/lapkritis gruodžio/gruodis",
    "janvāris/janvārī februāris/februārī marts/martā aprīlis/aprīlī maijs/maijā jūnijs/jūnijā "
    "jūlijs/jūlijā augusts/augustā septembris/septembrī oktobris/oktobrī novembris/novembrī "
    "decembris/decembrī",
    "január/januári/jan február/februári/febr március/márciusi/márc április/áprilisi/ápr "
    "május/májusi/máj június/júniusi/jún július/júliusi/júl augusztus/augusztusi/aug "
    "szeptember/szeptemberi/szept október/októberi/okt november/novemberi/nov "
    "december/decemberi/dec",
    "ianuarie/ian februarie/feb martie/mart aprilie/apr mai iunie/iun iulie/iul august/aug "
    "septembrie/sept octombrie/oct noiembrie/nov/noi decembrie/dec",
    "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
    "ιανουαρίου/ιανουάριος/ιαν φεβρουαρίου/φεβρουάριος/φεβ μαρτίου/μάρτιος/μαρ "
    "απριλίου/απρίλιος/απρ μαΐου/μάιος/μαΐ ιουνίου/ιούνιος/ιουν ιουλίου/ιούλιος/ιουλ "
    "αυγούστου/αύγουστος/αυγ σεπτεμβρίου/σεπτέμβριος/σεπ οκτωβρίου/οκτώβριος/οκτ "
    "νοεμβρίου/νοέμβριος/νοε δεκεμβρίου/δεκέμβριος/δεκ",
    # Turkish; Azerbaijani; Armenian; Georgian; Kazakh
    "ocak/oca şubat/şub mart nisan/nis mayıs haziran/haz temmuz/tem ağustos/ağu eylül/eyl "
    "ekim/eki kasım/kas aralık/ara",
    "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "հունվարի/հունվար փետրվարի/փետրվար մարտի/մարտ ապրիլի/ապրիլ մայիսի/մայիս հունիսի/հունիս "
    "հուլիսի/հուլիս օգոստոսի/օգոստոս սեպտեմբերի/սեպտեմբեր հոկտեմբերի/հոկտեմբեր "
    "նոյեմբերի/նոյեմբեր դեկտեմբերի/դեկտեմբեր",
    "იანვარი/იან თებერვალი/თებ მარტი აპრილი/აპრ მაისი ივნისი/ივნ ივლისი/ივლ აგვისტო/აგვ "
    "სექტემბერი/სექ ოქტომბერი/ოქტ ნოემბერი/ნოე დეკემბერი/დეკ",
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    # Arabic as Egypt, the Levant and the Maghreb write it; Persian; Urdu; Hebrew
    "يناير/جانفي فبراير/فيفري مارس أبريل/ابريل/إبريل/أفريل مايو/ماي يونيو/يونيه/جوان "
    "يوليو/يوليه/جويلية أغسطس/اغسطس/أوت سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر",
    "كانون_الثاني شباط آذار/اذار نيسان أيار/ايار حزيران تموز آب أيلول/ايلول تشرين_الأول/تشرين_الاول "
    "تشرين_الثاني كانون_الأول/كانون_الاول",
    "ژانویه/ژانویهٔ فوریه/فوریهٔ مارس آوریل مه/مهٔ ژوئن ژوئیه/ژوئیهٔ اوت سپتامبر اکتبر نوامبر دسامبر",
    "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "ינואר/בינואר פברואר/בפברואר מרץ/במרץ אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי "
    "אוגוסט/באוגוסט ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר",
    # Hindi; Bengali; Thai
    "जनवरी फ़रवरी/फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर",
    "জানুয়ারি/জানুয়ারী ফেব্রুয়ারি/ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট/অগস্ট সেপ্টেম্বর "
    "অক্টোবর/অক্টোবর নভেম্বর ডিসেম্বর",
    "มกราคม/ม.ค กุมภาพันธ์/ก.พ มีนาคม/มี.ค เมษายน/เม.ย พฤษภาคม/พ.ค มิถุนายน/มิ.ย กรกฎาคม/ก.ค "
    "สิงหาคม/ส.ค กันยายน/ก.ย ตุลาคม/ต.ค พฤศจิกายน/พ.ย ธันวาคม/ธ.ค",
    # Indonesian; Malay; Catalan; Galician; Basque
    "januari/jan februari/feb maret/mar april/apr mei juni/jun juli/jul agustus/agu september/sep "
    "oktober/okt november/nov desember/des",
    "januari februari mac april mei jun julai/jul ogos september oktober november disember",
    "gener/gen febrer/febr març abril/abr maig juny juliol/jul agost/ag setembre/set octubre/oct "
    "novembre/nov desembre/des",
    "xaneiro febreiro/feb marzo abril maio xuño xullo agosto setembro/set outubro novembro decembro",
)

WEEKDAYS = frozenset(
    (
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs "
        "fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi "
        "do fr sa so lunes martes miércoles jueves viernes sábado domingo lundi mardi mercredi jeudi "
        "vendredi samedi dimanche lunedì martedì mercoledì giovedì venerdì sabato domenica segunda "
        "terça quarta quinta sexta segunda-feira terça-feira quarta-feira quinta-feira sexta-feira "
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag måndag tisdag onsdag torsdag "
        "fredag lördag söndag mandag tirsdag lørdag søndag maanantai tiistai keskiviikko torstai "
        "perjantai lauantai sunnuntai poniedziałek wtorek środa czwartek piątek sobota niedziela "
        "pondělí úterý středa čtvrtek pátek neděle понедельник вторник среда четверг пятница суббота "
        "воскресенье понеділок вівторок середа четвер п'ятниця субота неділя hétfő kedd szerda "
        "csütörtök péntek szombat vasárnap luni marți miercuri joi vineri sâmbătă duminică pazartesi "
        "salı çarşamba perşembe cuma cumartesi pazar δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο "
        "κυριακή senin selasa rabu kamis jumat sabtu minggu الاثنين الإثنين الثلاثاء الأربعاء "
        "الاربعاء الخميس الجمعة السبت الأحد الاحد"
    ).split()
)
"""Names of weekdays in lower case."""


@cache
def month_numbers() -> dict[str, int]:
    """Return the number of the month for each name, composed and in lower case.

    Forms without accents are known too: capitals and old systems leave them out.
    """
    found = {
        unicodedata.normalize("NFC", name.replace("_", " ")): number
        for language in MONTHS
        for number, cell in enumerate(language.split(), start=1)
        for name in cell.split("/")
        if name != "-"
    }
    for name, number in tuple(found.items()):
        found.setdefault(_without_accents(name), number)
    return found


def month_number(name: str) -> int | None:
    """Return 1 to 12 for the name of a month in any case, with or without its full stop."""
    lower = unicodedata.normalize("NFC", name.rstrip(".").replace("İ", "i").lower())
    return month_numbers().get(lower)


def _without_accents(name: str) -> str:
    parts = unicodedata.normalize("NFD", name.replace("ı", "i"))
    return unicodedata.normalize("NFC", "".join(c for c in parts if not "\u0300" <= c <= "\u036f"))
