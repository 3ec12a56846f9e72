//! Places that are known without a capital letter, and words that are none with one.

use super::list;

list!(
    /// Countries, states and large cities.
    KNOWN,
    "afghanistan, albania, algeria, argentina, armenia, australia, austria, azerbaijan, bangladesh, belarus, belgium, bolivia, \
     bosnia, brazil, bulgaria, cambodia, cameroon, canada, chile, china, colombia, costa rica, croatia, cuba, cyprus, \
     czechia, czech republic, denmark, dominican republic, ecuador, egypt, el salvador, england, estonia, ethiopia, finland, \
     france, georgia, germany, ghana, greece, guatemala, haiti, honduras, hong kong, hungary, iceland, india, indonesia, iran, \
     iraq, ireland, israel, italy, ivory coast, jamaica, japan, jordan, kazakhstan, kenya, korea, south korea, north korea, \
     kuwait, laos, latvia, lebanon, libya, lithuania, luxembourg, madagascar, malaysia, malta, mexico, moldova, mongolia, \
     montenegro, morocco, mozambique, myanmar, namibia, nepal, netherlands, new zealand, nicaragua, nigeria, norway, oman, \
     pakistan, palestine, panama, paraguay, peru, philippines, poland, portugal, puerto rico, qatar, romania, russia, rwanda, \
     saudi arabia, scotland, senegal, serbia, singapore, slovakia, slovenia, somalia, south africa, spain, sri lanka, sudan, \
     sweden, switzerland, syria, taiwan, tanzania, thailand, tunisia, turkey, uganda, ukraine, united arab emirates, uae, \
     united kingdom, uk, united states, usa, uruguay, uzbekistan, venezuela, vietnam, wales, yemen, zambia, zimbabwe, europe, \
     alabama, alaska, arizona, arkansas, california, colorado, connecticut, delaware, florida, hawaii, idaho, illinois, \
     indiana, iowa, kansas, kentucky, louisiana, maine, maryland, massachusetts, michigan, minnesota, mississippi, missouri, \
     montana, nebraska, nevada, new hampshire, new jersey, new mexico, new york, north carolina, north dakota, ohio, oklahoma, \
     oregon, pennsylvania, rhode island, south carolina, south dakota, tennessee, texas, utah, vermont, virginia, washington, \
     west virginia, wisconsin, wyoming, washington dc, washington d.c, ontario, quebec, british columbia, alberta, \
     seoul, busan, incheon, daegu, daejeon, gwangju, ulsan, suwon, seongnam, bundang, pangyo, goyang, ilsan, yongin, bucheon, \
     ansan, anyang, cheongju, jeonju, cheonan, changwon, pohang, gyeongju, jeju, jeju island, gangneung, sokcho, chuncheon, \
     wonju, sejong, mokpo, yeosu, suncheon, jinju, gimhae, gimpo, paju, gangnam, hongdae, mapo, itaewon, songpa, jamsil, haeundae, \
     tokyo, osaka, kyoto, yokohama, nagoya, sapporo, fukuoka, hiroshima, kobe, nara, okinawa, beijing, shanghai, shenzhen, \
     guangzhou, chengdu, wuhan, hangzhou, nanjing, macau, taipei, kaohsiung, hanoi, ho chi minh city, saigon, da nang, bangkok, \
     chiang mai, phuket, kuala lumpur, penang, jakarta, bali, bandung, manila, cebu, mumbai, delhi, new delhi, bangalore, \
     bengaluru, hyderabad, chennai, kolkata, pune, karachi, lahore, islamabad, dhaka, kathmandu, colombo, dubai, abu dhabi, doha, \
     riyadh, jeddah, tehran, baghdad, istanbul, ankara, izmir, tel aviv, jerusalem, beirut, amman, cairo, alexandria, casablanca, \
     marrakech, tunis, lagos, abuja, accra, nairobi, addis ababa, johannesburg, cape town, durban, london, manchester, birmingham, \
     liverpool, leeds, bristol, cambridge, oxford, edinburgh, glasgow, cardiff, belfast, dublin, cork, paris, lyon, marseille, \
     toulouse, bordeaux, lille, nantes, strasbourg, berlin, munich, hamburg, cologne, frankfurt, stuttgart, dusseldorf, leipzig, \
     dresden, vienna, salzburg, graz, zurich, geneva, basel, bern, lausanne, amsterdam, rotterdam, the hague, utrecht, eindhoven, \
     brussels, antwerp, ghent, madrid, barcelona, valencia, seville, bilbao, malaga, lisbon, porto, rome, milan, naples, turin, \
     florence, venice, bologna, athens, thessaloniki, prague, brno, warsaw, krakow, wroclaw, gdansk, budapest, bucharest, sofia, \
     belgrade, zagreb, ljubljana, copenhagen, aarhus, stockholm, gothenburg, malmo, oslo, bergen, helsinki, espoo, tampere, reykjavik, \
     tallinn, riga, vilnius, kyiv, kiev, lviv, odessa, moscow, st petersburg, saint petersburg, minsk, tbilisi, yerevan, baku, almaty, \
     new york city, nyc, brooklyn, manhattan, queens, the bronx, los angeles, la, san francisco, sf, bay area, san diego, san jose, \
     oakland, sacramento, silicon valley, seattle, portland, chicago, boston, philadelphia, atlanta, miami, orlando, tampa, dallas, \
     houston, austin, san antonio, denver, boulder, phoenix, tucson, las vegas, salt lake city, minneapolis, detroit, cleveland, \
     columbus, cincinnati, pittsburgh, baltimore, charlotte, raleigh, nashville, memphis, new orleans, st louis, kansas city, \
     milwaukee, indianapolis, honolulu, anchorage, toronto, vancouver, montreal, ottawa, calgary, edmonton, winnipeg, halifax, \
     mexico city, guadalajara, monterrey, cancun, havana, bogota, medellin, lima, quito, santiago, buenos aires, montevideo, \
     sao paulo, rio de janeiro, rio, brasilia, caracas, sydney, melbourne, brisbane, perth, adelaide, canberra, auckland, wellington, \
     christchurch, us, midwest, countryside, suburbs"
);
list!(
    /// Capitals that name no place to live in.
    NO_PLACES,
    "i, hell, heaven, fear, peace, hope, denial, love, hogwarts, narnia, mordor, gotham, wakanda, westeros, hyrule, azeroth, \
     minecraft, mars, neverland, wonderland, atlantis, english, korean, japanese, spanish, french, german, chinese, reality, \
     god, javascript, python, excel, word, java, rust, chatgpt, ai, today, linux, windows, macos, ios, android, chrome, mac, \
     vim, emacs, vscode, react, vue, typescript, github, gitlab, slack, discord, notion, google, microsoft, openai, meta, facebook, netflix, naver, kakao, samsung, nvidia, intel, ibm, oracle, \
     tesla, coupang, toss, accounting, marketing, sales, hr, it, support, engineering, postgres, mysql, aws, azure, gcp"
);
