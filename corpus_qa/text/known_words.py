"""Frequent words with letters beyond ASCII, per language: what damage to letters is recognised by.

The lists are function words and words of the news, written down by hand. A language is there if
legacy character sets, lost letters or question marks were common in it.
"""

from __future__ import annotations

from collections.abc import Mapping

_LATIN: Mapping[str, str] = {
    "de": (
        "für über können müssen während größer größte später würde würden hätte hätten wäre "
        "wären könnte könnten müsste große großen großer großes schließlich außerdem "
        "natürlich Präsident Österreich Behörden gegenüber Länder Ländern dafür führen "
        "geführt zurück früher früheren nächsten nächste europäische europäischen "
        "Bevölkerung Verfügung Straße weiß heißt möglich möchte möchten Männer Städte Stück "
        "täglich völlig wählen Wähler öffentlichen öffentliche Universität Geschäft "
        "Gespräch Gespräche jährlich jährige künftig künftigen Mädchen Müller München Köln "
        "Düsseldorf Nürnberg ältere ähnlich ähnliche Ärzte änderte erklärte erzählt "
        "Erfüllung fünf Frühjahr gehört hält fällt lässt läuft schön Schüler stärker "
        "ständig Tätigkeit tatsächlich unterstützt Unterstützung ursprünglich verhältnis "
        "verschärft veröffentlicht vollständig zunächst zusätzlich zuständig Überblick "
        "übernommen übrigen übrigens Maßnahmen Außenminister gemäß Fuß Spaß groß süß"
    ),
    "fr": (
        "été être était étaient même après très où déjà première premières président "
        "présidente années année État États là voilà contrôle côté dernière dernières "
        "différents décision développement économique également élections équipe européen "
        "européenne européens façon français française françaises général générale grâce "
        "hôpital libéré lumière manière marché mère père frère médias mesuré ministère "
        "mémoire numéro peut-être période problème problèmes procès près quatrième quête "
        "réalité région réponse république réseau réunion sécurité série siècle société "
        "système télévision théâtre tête troisième université vérité événement événements "
        "âgé étudiants étranger créer créé plutôt bientôt entraîneur connaît naître août ça "
        "reçu reçoit leçon déclaré annoncé arrivé décidé indiqué précisé estimé évoqué "
        "publié trouvé passé lié liée écrit école"
    ),
    "es": (
        "más también según están está así después además años año país países día días aquí "
        "ahí allí quién qué cómo cuándo dónde él sí será serán podrá había habían sería "
        "tendrá través política político políticos económica económico pública público "
        "elección información situación población región nación decisión investigación "
        "administración organización acción atención condición corrupción educación "
        "excepción gestión producción relación reunión sesión última último últimos única "
        "único número médico médicos crédito español española españoles España mañana niños "
        "niñas señor señaló explicó aseguró afirmó indicó informó llegó pasó quedó ocurrió "
        "murió recibió comenzó anunció señala todavía tenía tenían podía podían mayoría "
        "energía policía compañía jóvenes fútbol árbitro próximo próxima sólo aún rápido "
        "sábado miércoles México Perú Panamá Bogotá Córdoba Málaga"
    ),
    "pt": (
        "não são também está estão já até após além só há você vocês será serão português "
        "São ação ações administração avaliação comunicação condição condições decisão "
        "educação eleição eleições então função informação informações investigação nação "
        "operação organização população posição produção região relação reunião segurança "
        "situação solução televisão união versão milhões três mês país países público "
        "pública políticas político política econômico econômica económica polícia notícia "
        "história ministério próximo próxima último última únicos único família necessário "
        "presença crianças preço preços mudança mudanças força forças França diferença "
        "amanhã manhã irmão mão coração razão questão questões anúncio água saúde seleção "
        "técnico título inícioência ninguém alguém porém porquê pôde têm vêm vão dão pão às "
        "lá"
    ),
    "it": (
        "perché più può già così città però sarà società università qualità attività "
        "possibilità realtà comunità autorità libertà verità novità età metà né sé là lì "
        "giù sì cioè poiché finché benché affinché nonché dovrà potrà avrà farà andrà verrà "
        "lunedì martedì mercoledì giovedì venerdì opportunità responsabilità necessità "
        "capacità difficoltà pubblicità sanità unità maturità velocità identità continuità "
        "pietà papà caffè tribù virtù perciò ciò arrivò iniziò portò trovò lasciò"
    ),
    "sv": (
        "är på för från när även så då två år åren måste får går står blå små många något "
        "någon några över före själv själva början största större högre länder människor "
        "äldre öppna ökade ökar göra gör sätt värld världen möjligt svårt därför kväll "
        "måndag lördag söndag företag företaget åtgärder åklagare frågan frågor först "
        "första förra rätt därefter återigen nästa förslag förslaget också både åker hävdar "
        "säger väg vägen skäl nämnde bättre lämnade längre läge utländska"
    ),
    "da": (
        "på så når også må år være får går står små både før første største større lære "
        "læse mænd gør gøre spørgsmål område områder måske måned måneder søndag lørdag "
        "præsident København økonomi økonomiske åbne åbner følge følger høj høje næste "
        "næsten særlig særligt træner væk ifølge køre udsætte nødvendigt sårede død døde "
        "igår ændre ændringer"
    ),
    "no": (
        "på så når også må år være får går står små både vært før første største større "
        "lære gjøre gjør spørsmål område måned måneder søndag lørdag økonomi økonomiske "
        "åpne åpner følge følger høy høyere nå nødvendig språk sånn årets års møte møter "
        "ønsker øker kjører død døde påstår ifølge dårlig"
    ),
    "fi": (
        "että myös mitä sitä tämä tämän tässä tästä hän hänen häntä näin näitä nämä niitä "
        "päivä päivän päivää pitää pitäisi jälkeen jää käy käyttää käyttö väestö väli "
        "välillä vähän vähemmän enää eivät ihmisiä kesällä keskellä lähes lähellä lähtee "
        "määrä määrän nähdä näyttää pääministeri päättää päätös tehdä tekijä tietää työ "
        "työtä työn vielä yhä ympäri yön äiti ääni yhtiö yhtiön löytyi täysin myöhemmin"
    ),
    "is": (
        "það að því þegar þess þessi þessu þetta þar þeir þeirra þeim þá þó við með ég hún "
        "sér sína síðan síðustu verið verður verði hafði höfðu ár árið árum ára Íslands "
        "Íslandi íslenska íslenskra fólk gæti gætu mál málið máli nú næsta sagði hefði frá "
        "eða þau þarf þótt ætti ætlar öll öðrum önnur út úr ráðherra forsætisráðherra ríkið"
    ),
    "hu": (
        "és között után több még már így első második lehetőség időben idő idején erről "
        "ezért ők előtt előtti később kellő nő nők felnőtt jövő jövőre múlt miniszterelnök "
        "országgyűlés képviselő képviselők rendőrség rendőrök bűn gyűlés működik működés "
        "erő erős erősen fő fővárosi döntés döntött közölt közölte követően különböző lévő "
        "megkezdődött szerdán szóló szempontból számára során történt új újabb újra ügyben "
        "úgy úr való közül külön külföldi következő közvetlen közelében művészeti művek "
        "szükség tervező tűz vezető vezetője vevő viselő őket őszi számú értékelő érdekében "
        "általános ülés ülésen három négy öt hét két egyéb Magyarországon"
    ),
    "cs": (
        "že při však také více už může před ještě která které který kteří být než až své "
        "svůj této tím během čtvrtek české česká český dále další dalších děti důvod dům "
        "dvě jejichž jiné její lidí lidé má mají měl měla měli měsíc město městě místo "
        "mnohé musí muž například něco někdo nejvíce není nové nový několik občané poprvé "
        "počet později práce právě příliš přes případ případě přitom řekl řekla řada řadu "
        "řeč stále svět světa těchto těsně třeba tři úřad vláda vlády všech všechny většina "
        "věci víc život životní ženy září říjen říká úplně ně pět šest šéf zdraví způsob "
        "způsobem žádné žádný"
    ),
    "sk": (
        "že sú však tiež už môže ešte ktorá ktoré ktorý ktorí byť než až túto tým počas "
        "štvrtok slovenské slovenská slovenský ďalej ďalší ďalších dôvod má majú môžu muž "
        "napríklad niečo nové nový niekoľko občania podľa polícia počet práce práve príliš "
        "prípad prípade čo stále keď keďže úrad vláda všetci všetky väčšina život životné "
        "ženy táto ľudí ľudia či šéf veľmi veľa spôsob žiadne"
    ),
    "pl": (
        "się że już są także może być będzie będą został która które który których którzy "
        "między więc więcej wśród ponieważ pięć sześć dziś dzień też tę tą był była było "
        "byłby swoją ją mają miał miała można muszą możliwość najwięcej należy nową "
        "obecności odbył około osób państwo państwa pieniądze płaci początku początek "
        "poinformował policję pomóc powiedział późniejszy później przyszłości rząd rządu "
        "rządowi rozpoczął sąd sądu skąd społeczne spółki sprawę stał świat świata środę "
        "święta tydzień tysięcy właśnie władze władz województwa współpracy wyższe "
        "zakończył zdjęcie źródło żadnych życia życie żeby żołnierzy łódź"
    ),
    "sl-hr": (
        "što će već više još može možda među također ćemo ćete neće većina veći veća "
        "uključujući ključ riječ riječi čovjek čak često članovi članak čini priča priče "
        "noć moć pomoć izvješće sljedeće sljedeći država države društvo društva žena žene "
        "život života zašto našao našeg vaš vašeg če že še več članek največ začel leča "
        "slovenščina čez občina območje življenje želi žal šef šest škola škole šta sleđeće "
        "takođe građani građana događaj između"
    ),
    "ro": (
        "și şi că să această acestă aceştia astăzi atât către când cât câteva căci dacă "
        "după deşi deși fără fiică încă înainte însă între într-un într-o lângă mâine nouă "
        "până puţin puțin România românească românii români săptămâna săptămână situaţie "
        "situația situaţia ţară țară ţării țării toată totuşi totuși acţiune acțiune "
        "preşedinte preşedintele președinte președintele poliţia poliția alţi alți aceşti "
        "acești cetăţeni cetățeni ţări țări naţional național naţională națională şedinţă "
        "ședință mulţi mulți îşi își aşa așa încât părinţi părinți însuşi oraş oraș viaţă "
        "viață"
    ),
    "tr": (
        "için değil çok gün bugün büyük şey şu şimdi böyle şöyle olduğu olduğunu ettiği "
        "ettiğini yaptığı dediği göre görev görüş görüşme güç güçlü kadın çıktı çıkan "
        "çalışma çalışan çocuk çünkü üzere üzerinde üç Türkiye Türk İstanbul İzmir Başkanı "
        "Başkan başkan başladı başka birçok çağrı doğru dünya düzenlenen eğitim gerçek "
        "geçen hâlâ iş işte kişi kişinin karşı kısa köy küçük müdürü önce önemli öğrenci "
        "özel sağlık savaş seçim sırasında söyledi sözleri süre şehir şekilde toplantı ülke "
        "ülkenin yapılan yılında yıl yılı yüzde yardım yönelik yüksek açıkladı açıklama "
        "aynı altında arasında artık ayrıca bakanı bakanlığı bazı bütün bulunduğu "
        "kaldırıldı hakkında yüzünden zamanı çeşitli şirket şirketi ışık"
    ),
    "lt": (
        "jų šis ši šią šio šių tačiau už dėl būti būtų galėtų įvyko savaitę šalies šalį "
        "šiandien metų pirmą pradėjo prieš sakė teigė tūkst žmonės žmonių žmogus visų "
        "viešai ištirti išskyrė iš įstatymas pasaulį Lietuvą Lietuvių Europą valdžia "
        "valdžios vyriausybė ministrė žinoma tą tų jūsų mūsų ką kurių kurį"
    ),
    "lv": (
        "būs būtu šo šis šā tā tās viņš viņa viņi pēc kā kāds jā arī nākamā gadā latvijā "
        "Latvijā Rīgā Rīgas valstī valstīs vēl vairāk šādi tāpēc jābūt varētu cilvēki "
        "cilvēku savā līdz līdzekļi pārstāvis pārvalde valdība valdības kopā kādu ļoti ļauj "
        "mēnesi mājas laikā sākumā šogad šobrīd īpaši īstenot žurnālists ēkas čempionātā"
    ),
    "et": (
        "või kõik väga üle mõned mõne nüüd võib võiks õige õigus öelda ütles ütleb pärast "
        "sõnul võttis täna järgmine järgi käes käib jäi läks läbi lõpuks mõiste mõju "
        "nõukogu põhjus põhjal päev päeva päeval rääkis rääkida tähendab tõttu tõsi tööd "
        "töö ühe üks ühes ühtegi võimalik võimalus välja väike välisminister küsimus külg "
        "kümme käsi õhtul ööl"
    ),
    "vi": (
        "của và là có được không với các những một người đã này để đến tại từ về việc năm "
        "ngày nước cũng nhiều như sẽ trên đó bị công chính phủ quốc Việt Hà Nội thành phố "
        "tháng tỉnh trường học làm đang phải đầu thế giới hơn lại còn vào điều"
    ),
}

_OTHER: Mapping[str, str] = {
    "ru": (
        "не на что как это его для она они или при был была было были уже если так все вот "
        "только еще ещё когда может после через будет также тоже чтобы который которая "
        "которые которых этого этом этой году года лет время более между можно нет под над "
        "без даже где кто сейчас очень по из от до за об со во бы же ли им их нас вас них "
        "свою свой своих сообщил сообщает сказал заявил президент России Россия российский "
        "человек людей стран страны день дня первый новый новости работы работа город всего "
        "теперь тем том тот эти этих всех"
    ),
    "uk": (
        "не на що як це його для вона вони або при був була було були вже якщо так все "
        "тільки ще коли може після через буде також щоб який яка які яких цього цьому цей "
        "році року років час більше між можна немає під над без навіть де хто зараз дуже по "
        "із від до за про їх нас України Україна Україні українських повідомив людей країни "
        "день та"
    ),
    "bg": (
        "на за от се че да не по са при със или като това той тя те които който която което "
        "още след през между може само има няма беше бяха бъде ще във към до без под над "
        "един една едно две три повече всички както така какво къде кога защо човек хора "
        "години година време ден България българската български министър президент каза "
        "заяви според обаче вече днес няколко много най също тази този тези ние вие"
    ),
    "sr": (
        "је да се на за са од који која које као што био била није су или али све само "
        "после због више може године између већ још ће бити његов Србије Србија председник "
        "рекао људи овог тог кад када где сам смо њихов преко према против током данас"
    ),
    "el": (
        "και το του της την τον στο στη στην για από με που είναι δεν θα να των τους τις "
        "στις στα στους ότι αυτό αυτή αυτός αλλά όπως μετά πριν πως έχει έχουν ήταν μια μία "
        "ένα ένας είχε καθώς κατά μέχρι όμως όταν πιο πολύ σε ως οι τα τη τι εκεί εδώ μας "
        "σας χώρα χώρας Ελλάδα Ελλάδας κυβέρνηση κυβέρνησης υπουργός πρόεδρος χρόνια ημέρα "
        "σήμερα σύμφωνα"
    ),
    "he": (
        "של את על לא זה הוא היא עם כל גם אם כי או אל אני אין יש היה היתה הייתה היו כך רק "
        "אבל מה לפי בין אחרי לפני עד כמו יותר אשר אחד אחת ידי כדי בו בה לו לה הם הן אותו "
        "אותה להיות ישראל ירושלים הממשלה ממשלת ראש היום שנים שנה אמר אמרה פי על-ידי כאשר "
        "מאוד שלא שהוא בישראל"
    ),
    "ar": (
        "في من على إلى أن هذا هذه التي الذي كان كانت ما لا مع عن بعد قبل بين كما أو أي قد "
        "لم لن إن وقال قال خلال حيث كل أكثر عام يوم اليوم الرئيس رئيس الحكومة حكومة وزير "
        "الدول دول العربية منذ حول عند ذلك تلك هو هي هم نحو غير أمام وفي ومن وأن"
    ),
    "fa": (
        "در از به این که را با است آن برای یک خود تا بر هم شد شده می هر بود ایران نیز پس دو "
        "اما کرد کند شود گفت ما یا باید وی روز سال کشور دولت"
    ),
}

Words = frozenset[str]


def _with_capitals(listed: str) -> Words:
    words = listed.split()
    return frozenset(words) | {word[:1].upper() + word[1:] for word in words}


LATIN_WORDS: Mapping[str, Words] = {code: _with_capitals(words) for code, words in _LATIN.items()}
OTHER_WORDS: Mapping[str, Words] = {code: _with_capitals(words) for code, words in _OTHER.items()}
