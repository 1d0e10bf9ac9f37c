"""The word lists that the patterns share. Only words: no rule stands here."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


OFFICES = _set(
    "president presidents vice-president president-elect minister ministers premier chancellor"
    " spokesman spokesperson spokeswoman ambassador ambassadors envoy secretary undersecretary"
    " under-secretary secretary-general chief head director director-general chairman chairwoman"
    " chairperson chair chairwomen governor governor-general mayor speaker commander general"
    " commander-in-chief deputy adviser advisor aide representative negotiator diplomat senator"
    " senators congressman congresswoman king queen prince princess emir amir sultan pope leader"
    " coach manager ceo officer founder co-founder member lawmaker mp legislator consul"
    " consul-general attache attaché coordinator commissioner judge justice professor analyst"
    " economist expert official journalist reporter lawyer attorney administrator rapporteur"
    " captain colonel brigadier major admiral lieutenant sergeant marshal vice-chairman prosecutor"
    " parliamentarian politician cleric rector dean principal supervisor boss chief-of-staff"
    " consultant assistant counselor counsellor charge chargé delegate treasurer"
    " president-designate"
    " prime-minister scientist researcher scholar author writer director-generals striker"
    " goalkeeper midfielder defender player wrestler champion actor actress singer artist"
    " filmmaker curator superintendent sheriff czar undersecretaries congressmen first-lady lady"
    " caliph majesty highness first-vice-president vice-presidents secretaries speakers"
    " representatives heads undersecretary-general editor editor-in-chief activist"
)
HONORIFICS = _set(
    "mr mrs ms miss dr sheikh shaikh sheik sir dame lord prof hojatoleslam hojjatoleslam"
    " ayatollah imam haj hajj mullah mawlawi maulvi rev h.e hon grand seyyedna his her excellency"
    " majesty highness royal mr. mrs. ms. dr. prof. hon. h.e. holiness late engineer eng"
)
MODIFIERS = _set(
    "deputy first second former vice acting interim new newly elected designate incoming outgoing"
    " senior top chief special permanent principal foreign prime joint general national caretaker"
    " current supreme assistant associate executive managing lead high high-ranking ranking"
    " supervising coordinating parliamentary presidential political economic military defense"
    " defence state under honorary high-level chief veteran opposition plenipotentiary regional"
    " international legal cultural commercial diplomatic nuclear crown technical non-resident"
    " soon-to-be-expired ex long-time longtime junior major brigadier lieutenant vice"
)
DOMAIN = _set(
    "affairs economy economic finance trade industry industries mine mines mining commerce energy"
    " oil petroleum gas transport transportation roads road urban development housing agriculture"
    " agricultural jihad health medical education science research technology technologies culture"
    " cultural guidance tourism heritage handicrafts sports youth interior defense defence armed"
    " forces staff security intelligence justice labor labour welfare social cooperatives"
    " communications information communication water electricity power environment foreign"
    " political policy parliament parliamentary majlis judiciary government cabinet states nations"
    " relations media public planning budget management administrative recruitment women family"
    " international national nuclear atomic chamber bank central committee commission council"
    " ministry organization office department agency company group association federation union"
    " institute university center board team party faction region state people diplomacy customs"
    " railways railway airlines aviation ports maritime shipping business council reconstruction"
    " immigration refugees home treasury budget fisheries forestry land infrastructure investment"
    " investments employment digital innovation climate human rights legal consular parliamentary"
    " strategic european american asian african middle east north south west euro-american asia"
    " oceania pacific commonwealth arab africa europe islamic republic revolution guards corps army"
    " navy ground force quds air aerospace system city province islamic exports promotion export"
    " mission embassy united joint"
)
# In a capitalised run, any of these makes it something other than a person.
THINGS = _set(
    "ministry organization organisation organizations company companies council bank university"
    " institute chamber committee commission agency association union party corporation federation"
    " center centre court corps guards guard forces force army navy parliament majlis congress"
    " senate house embassy consulate department office bureau foundation fund group league club"
    " team airlines airline railways railway airport port museum college school hospital church"
    " mosque administration government authority authorities board cabinet movement front alliance"
    " network media news times post press tv television radio newspaper daily website conference"
    " summit forum festival fair exhibition expo cup games olympics award prize treaty agreement"
    " accord accords act law plan initiative program programme project convention charter"
    " resolution declaration day week year month war revolution island islands sea gulf strait"
    " river mountain mountains valley lake ocean city province region street square avenue palace"
    " stadium tower bridge gate peninsula complex field pipeline corridor zone road belt asia"
    " africa europe america middle republic kingdom nations international world global national"
    " federal supreme assembly security economic islamic constitution territory territories bay"
    " strip bank square hall theater theatre cinema hotel park garden line process deal talks"
    " sanctions brotherhood state states service services systems system industries"
    " holding corp inc"
    " ltd co llc plc airways shipping oil gas petroleum energy bill covid covid-19 coronavirus"
    " twitter facebook telegram instagram google youtube cnn bbc reuters arab arabs muslim muslims"
    " christian christians jew jews jewish kurd kurds kurdish shia sunni taliban hamas"
    " hezbollah isis"
    " daesh persian western eastern northern southern central north south east west english arabic"
    " farsi euro eurasian european african asian caspian mediterranean holy quran prophet god"
    " nuclear joint comprehensive action technology science culture tourism trade commerce finance"
    " health education transport development agriculture mines mining industry economy affairs"
    " protocol memorandum understanding treaty cooperation strategic partnership ministerial"
    " ministries delegation plaza monument shrine canal village town county district airbase base"
    " camp prison fleet strike division brigade battalion mission operation campaign dialogue"
    " caucus quad pact framework mechanism foundation institution institutions nation people"
    " communist democratic liberal conservative labor socialist party democrats republicans"
    " democrat republican zionist americas latin balkans caucasus levant maghreb sahel kurdistan"
    " free press office report readout statement fact sheet photo source white"
    " pentagon kremlin capitol brexit internet airports deputies secretariat planning engagement"
    " infrastructure concern tasnim irna isna fars mehr val-moslemin wal-moslemin"
    " heritage handicrafts"
    " domestic academy advisory counsel terrorism peace climate human covid-19 budget majesty"
)
CALENDAR = _set(
    "january february march april may june july august september october november december monday"
    " tuesday wednesday thursday friday saturday sunday farvardin ordibehesht khordad tir mordad"
    " shahrivar mehr aban azar dey bahman esfand ramadan nowruz muharram christmas easter jan feb"
    " mar apr jun jul aug sept sep oct nov dec"
)
FUNCTION = _set(
    "a an the of in on at to for and or with by from as is are was were be been has have had this"
    " that these those it its their his her they he she we our i you your my not no nor but so if"
    " when while where who whom whose which what why how also then than there here after before"
    " during since until about above over under between among through into onto upon against"
    " without within both all any some many most other another each every several one two three"
    " four five six seven eight nine ten first second third last next new such more less much very"
    " too only just even still already again once however moreover furthermore meanwhile"
    " nevertheless therefore thus hence although though because despite amid according"
    " earlier later"
    " now today yesterday tomorrow recently finally additionally besides elsewhere instead"
    " will would should could can may might must shall do does did let us them him me yes per via"
    " asked referring speaking noting calling citing given following including based regarding"
    " concerning describing pointing turning addressing commenting touching responding reacting"
    " welcoming considering during thanks like unlike apart prior due out up down off"
    " toward towards"
    " part for further same like local talks relations photo source"
)
CUES = _set(
    "said says say saying told tells telling added adds adding noted notes noting stated states"
    " stating stressed stresses stressing emphasized emphasised emphasizing emphasising emphasizes"
    " remarked remarks remarking continued explained explains explaining wrote writes writing"
    " tweeted tweeting announced announces announcing argued argues reiterated reiterates"
    " reiterating reiterate underlined underlines underlining underscored underscores underscoring"
    " highlighted highlighting declared declaring asserted asserting suggested warned warns warning"
    " asked asks asking replied responded commented concluded observed insisted claimed claims"
    " claiming confirmed confirming maintained mentioned pointed recalled recalling described"
    " describing called calling acknowledged admitted denied lamented clarified affirmed affirming"
    " vowed pledged urged urging expressed expressing posted predicted hailed praised criticized"
    " criticised cautioned opined narrated quoted cited read reads reading voiced wished hoped"
    " rejected dismissed welcomed complained elaborated specified demanded proposed believed"
    " believes reacted testified revealed estimated recounted quipped joked promised assured"
    " assuring informed tweets referring referred repeated questioned condemned condemning"
    " congratulated thanked slammed blasted"
)
# Verbs that only somebody who takes part does, beyond speaking.
ACTS = _set(
    "met meets meet visited visits visit arrived arrives signed signs held holds hosted hosts"
    " discussed discusses attended attends received receives traveled travelled spoke speaks"
    " exchanged conferred agreed invited appointed announced opened inaugurated led leads headed"
    " delivered submitted presented thanked welcomed joined convened traveled paid called will"
    " has would is was plans thanked reaffirmed offered conveyed extended reviewed participated"
    " won scored beat defeated sent issued made"
)
PARTICLES = _set(
    "bin ibn bint al el de da do dos del della di van der den von zu la le ten ter abu ul ould y"
    " du des af av"
)
GIVEN = _set(
    "mohammad mohammed muhammad mohamed mahmoud ahmad ahmed ali hassan hasan hossein hussein"
    " hussain reza javad mehdi mahdi saeed said amir ebrahim ibrahim abbas kazem bahram bagher"
    " alireza gholam gholamreza hamid hamidreza mojtaba masoud mostafa mustafa majid nasser naser"
    " saleh salman omar umar khalid khaled yousef yusuf youssef joseph josep joe john jon jack jake"
    " james jim jean jens jose josé juan jorge javier igor ivan vladimir sergei sergey dmitry"
    " mikhail nikolai alexander aleksandr aleksandar viktor victor yuri andrei andrej angela anna"
    " anne antony anthony antonio antónio boris charles chris christopher daniel david donald"
    " edward elizabeth emmanuel enrique eric federica federico fernando francis francisco francois"
    " françois frank frederick gary george geir gerard giorgio guy hans heiko helga henry"
    " hugo jacob"
    " janet jeff jeffrey jennifer jeremy jonathan julie justin kamala karen karine karl katherine"
    " kevin kim kirsten klaus larry laura laurent lee leo linda lloyd luis luigi marc"
    " marco margaret"
    " maria mario mark martin mary matteo matthew michael michel mike miguel nancy narendra nicolas"
    " nicolás nikol olaf oleg oliver pascal patrick paul paulo pedro peter petr philip"
    " pierre rafael"
    " ramzan raymond recep rex richard robert roberto rodrigo roger ronald ruslan sabrina samantha"
    " samuel scott sebastian shinzo simon stefan staffan stephane stephen steve steven susan taro"
    " theresa thomas tim timothy tom tony ursula vadym volodymyr walter wang wendy william xi yang"
    " yoshihide fumio zbigniew zhang li liu chen nguyen qassem qasem ghasem ismail ismael esmail"
    " esmaeil eshaq valiollah farhad fouad fuad faisal fahd abdullah abdul abdel abdolnaser"
    " abdolreza abdollah hamad tamim mansour morteza akbar asghar aliakbar iraj jalil kamal kambiz"
    " kourosh mohsen mohsin nabih nawaf nechirvan parviz pejman ramin rostam sadeq sadegh sadiq"
    " seyed seyyed sayyed sayed syed shah shahid sima soltan tahir tayyip vahid zahra fatemeh"
    " fatima masoumeh maryam laya leila parisa imran arif bilawal nawaz shehbaz bashar barham adel"
    " haider hayder nouri mustapha jabbar walid gebran saad najib michel riad sami samir nabil"
    " anwar joko retno lula evo dilma jair alberto cristina ashraf abdulrahman abdulla hamdan"
    " mevlut mevlüt binali abdulhamid suleyman ilham elmar nikol zohrab serzh armen kanat nursultan"
    " kassym-jomart gurbanguly serdar rashid emomali sirojiddin shavkat sooronbay kyaw aung"
    " narges behrouz behzad bijan danial davood davoud dariush ezatollah ezzatollah fereydoun"
    " gholamhossein gholam-hossein gholamali habib habibollah hadi heshmatollah hojatollah issa"
    " jahangir kayhan keyvan khosro mahan manouchehr mohammadreza mohammad-reza mohammadjavad"
    " mohammad-javad mohammad-bagher mohammadbagher nematollah nosratollah omid peyman rahim rahman"
    " rouhollah ruhollah sajjad sorena taha yahya yasser younes zabihollah"
)
SEATS = {
    "White House": "United States",
    "Pentagon": "United States",
    "Kremlin": "Russia",
    "Downing Street": "United Kingdom",
    "Whitehall": "United Kingdom",
}
# Words in a title that show an office of no one country.
SUPRANATIONAL = _set(
    "un u.n. united eu e.u. european nato iaea who opec international unesco unicef imf oic osce"
    " fifa afc ecb cis eaeu eurasian"
)
