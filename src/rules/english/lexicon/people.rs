//! People, their languages and where they come from.

use super::list;

list!(
    /// Languages.
    LANGUAGES,
    "korean, english, japanese, chinese, mandarin, cantonese, spanish, french, german, italian, portuguese, russian, arabic, \
     hindi, urdu, bengali, punjabi, tamil, telugu, turkish, persian, farsi, hebrew, greek, dutch, swedish, norwegian, danish, \
     finnish, polish, czech, slovak, hungarian, romanian, bulgarian, serbian, croatian, ukrainian, vietnamese, thai, \
     indonesian, malay, tagalog, filipino, swahili, catalan, basque, irish, welsh, icelandic, latin, esperanto, afrikaans, \
     mongolian, nepali, burmese, khmer, lao, georgian, armenian, albanian, estonian, latvian, lithuanian, slovenian, \
     american sign language, asl, sign language, british english, american english, brazilian portuguese, taiwanese, \
     yoruba, igbo, hausa, amharic, somali, zulu, marathi, gujarati, kannada, malayalam, kazakh, uzbek, pashto, sinhala"
);
list!(
    /// Where people come from, as they say it of themselves; also faiths.
    NATIONALITIES,
    "korean, south korean, japanese, chinese, american, british, english, scottish, welsh, irish, french, german, italian, \
     spanish, portuguese, russian, ukrainian, polish, czech, slovak, hungarian, romanian, bulgarian, serbian, croatian, \
     greek, turkish, iranian, persian, iraqi, israeli, egyptian, moroccan, algerian, tunisian, nigerian, kenyan, ghanaian, \
     ethiopian, south african, indian, pakistani, bangladeshi, sri lankan, nepali, nepalese, vietnamese, thai, indonesian, \
     malaysian, singaporean, filipino, filipina, taiwanese, mongolian, australian, canadian, mexican, brazilian, argentinian, \
     argentine, chilean, colombian, peruvian, venezuelan, cuban, dominican, jamaican, dutch, belgian, swiss, austrian, danish, \
     swedish, norwegian, finnish, icelandic, estonian, latvian, lithuanian, albanian, armenian, georgian, kazakh, lebanese, \
     syrian, jordanian, saudi, afghan, cambodian, burmese, kiwi, korean american, korean-american, chinese american, \
     asian american, african american, mexican american, italian american, irish american, latina, latino, puerto rican, \
     catholic, muslim, christian, jewish, hindu, buddhist, protestant, mormon, sikh, an atheist, an american, a canadian, \
     an australian, a christian, a muslim, a catholic, a buddhist, a hindu, atheist, agnostic, hawaiian"
);
list!(
    /// What looks like a name where capitals are used freely, and is none.
    NO_NAMES,
    "i, monday, tuesday, wednesday, thursday, friday, saturday, sunday, january, february, march, july, \
     september, october, november, december, christmas, easter, ok, okay, fine, good, great, back, home, here, \
     there, sorry, done, ready, happy, sad, tired, sick, hungry, thirsty, busy, bored, lost, late, early, sure, not, a, an, \
     the, my, your, in, on, at, to, from, of, off, out, up, down, all, so, very, too, just, only, also, still, single, \
     married, new, old, young, human, male, female, god, jesus, batman, superman, spiderman, spider-man, iron, hulk, thor, \
     groot, ironman, dead, alive, awake, asleep, free, broke, rich, poor, fat, thin, short, tall, hot, cold, cool, crazy, \
     mad, angry, scared, afraid, confused, excited, worried, nervous, stuck, curious, interested, looking, going, trying, \
     thinking, working, wondering, feeling, getting, having, being, doing, making, using, writing, reading, learning, \
     planning, hoping, about, with, without, like, really, what, who, why, how, when, where, yes, no, never, always, maybe, \
     well, better, best, worse, worst, more, less, one, two, three, gay, straight, bi, trans, queer, lesbian, bisexual, \
     aries, taurus, gemini, cancer, virgo, libra, scorpio, sagittarius, capricorn, aquarius, pisces, none, nobody, \
     someone, everyone, him, her, me, you, it, this, that, these, those, me, weird, whatever, important, \
     common, unusual, unique, long, hard, easy, difficult, secret, private, irrelevant, and, or, but, if, because, old-fashioned, \
     later, tomorrow, today, again, tonight, soon, now, stupid, silly, naive, paranoid, lazy, ignorant, cynical, ishmael, \
     names, biased, sentimental, spoiled, picky, lucky, anytime, whenever, bot, assistant, chatgpt, siri, \
     bard, copilot, user, admin, developer, as, for, by, is, was, are, taken, misspelled, wrong, right, spelled, \
     unfortunately, actually, pregnant, certain, glad, grateful, able, unable, aware, also, available, team, officially, \
     introverted, extroverted, vegan, vegetarian, pescatarian, halal, kosher, keto, diabetic, asthmatic, autistic, bipolar, \
     away, upon, over, after, asap, legend, retired, unemployed, engaged, divorced, widowed, deaf, blind, he, she, they, we"
);
list!(
    /// People of a family.
    RELATIVES,
    "wife, husband, partner, girlfriend, boyfriend, fiance, fiancee, spouse, mother, mom, mum, mommy, mummy, father, dad, \
     daddy, sister, brother, older sister, older brother, younger sister, younger brother, little sister, little brother, \
     big sister, big brother, twin sister, twin brother, twin, half-sister, half-brother, son, daughter, older son, \
     older daughter, younger son, younger daughter, eldest son, eldest daughter, oldest son, oldest daughter, youngest son, \
     youngest daughter, baby, grandmother, grandma, grandfather, grandpa, aunt, uncle, cousin, nephew, niece, mother-in-law, \
     father-in-law, sister-in-law, brother-in-law, stepmother, stepfather, stepmom, stepdad, stepson, stepdaughter, \
     best friend, roommate, flatmate, ex, ex-wife, ex-husband, ex-girlfriend, ex-boyfriend, grandson, granddaughter, godson, \
     goddaughter, kid, boss, manager, friend, neighbor, neighbour, colleague, coworker, teacher, doctor, therapist, dentist"
);
list!(
    /// Who somebody lives their life with.
    PARTNERS,
    "wife, husband, partner, girlfriend, boyfriend, fiance, fiancee, spouse"
);
list!(
    /// Animals that live with people.
    ANIMALS,
    "dog, cat, puppy, kitten, parrot, hamster, rabbit, bunny, guinea pig, turtle, tortoise, goldfish, fish, snake, lizard, \
     gecko, horse, pony, bird, budgie, parakeet, cockatiel, ferret, chinchilla, rat, mouse, hedgehog, bearded dragon, \
     golden retriever, labrador, lab, poodle, corgi, husky, beagle, bulldog, french bulldog, german shepherd, dachshund, \
     chihuahua, pug, shiba, shiba inu, maltese, border collie, rottweiler, greyhound, terrier, maine coon, siamese cat, \
     rescue dog, rescue cat, chicken, goat, cow, duck, iguana, betta fish, cockatoo, tabby, ragdoll, pomeranian, pet, samoyed"
);
list!(
    /// How many of something people have.
    COUNTS,
    "one, two, three, four, five, six, seven, eight, nine, ten, twelve, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, a, an, twin, \
     a couple of, several"
);
list!(
    /// Children, brothers and sisters by their number.
    CHILDREN,
    "kid, kids, child, children, son, sons, daughter, daughters, boy, boys, girl, girls, brother, brothers, sister, sisters, \
     sibling, siblings, grandchild, grandchildren, grandkid, grandkids, twins, twin boys, twin girls, older brother, \
     older brothers, older sister, older sisters, younger brother, younger brothers, younger sister, younger sisters, \
     little brother, little sister, big brother, big sister, stepson, stepdaughter, stepchildren, nephew, nephews, niece, \
     nieces, grandson, grandsons, granddaughter, granddaughters, little kids, young kids, young children, baby, toddler, \
     teenager, teenagers, cousins, foster kids, twin brother, twin sister, teenage kids, adult children, little girl, little boy"
);
list!(
    /// Who one lives with.
    HOUSEHOLD,
    "my parents, my family, my wife, my husband, my girlfriend, my boyfriend, my partner, my mom, my mum, my mother, my dad, \
     my father, my roommate, my roommates, my sister, my brother, my grandparents, my grandmother, my grandma, my kids, \
     my children, my fiance, my fiancee, my wife and kids, my wife and children, my husband and kids, two roommates, \
     a roommate, roommates, three roommates, my flatmate, my flatmates, my daughter, my son, my dog, my cat, my in-laws"
);
list!(
    /// People who are no family.
    ACQUAINTANCES,
    "boss, manager, friend, neighbor, neighbour, colleague, coworker, teacher, doctor, therapist, dentist, roommate, flatmate, ex, \
     ex-wife, ex-husband, ex-girlfriend, ex-boyfriend, kid, baby"
);
