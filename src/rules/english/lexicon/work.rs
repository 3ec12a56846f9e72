//! Work and school.

use super::list;

list!(
    /// What people work as: the last word of it.
    OCCUPATIONS,
    "nurse, doctor, physician, surgeon, dentist, pharmacist, paramedic, midwife, veterinarian, vet, therapist, psychologist, \
     psychiatrist, physiotherapist, dietitian, nutritionist, optometrist, radiologist, anesthesiologist, pediatrician, \
     cardiologist, dermatologist, caregiver, caretaker, teacher, professor, lecturer, tutor, instructor, librarian, \
     researcher, scientist, physicist, chemist, biologist, mathematician, statistician, economist, historian, linguist, \
     philosopher, archaeologist, geologist, astronomer, engineer, developer, programmer, coder, architect, designer, analyst, \
     administrator, sysadmin, technician, tester, consultant, contractor, freelancer, manager, director, executive, ceo, cto, \
     cfo, coo, founder, co-founder, cofounder, entrepreneur, owner, accountant, auditor, bookkeeper, banker, trader, broker, \
     actuary, lawyer, attorney, solicitor, barrister, paralegal, judge, policeman, policewoman, officer, detective, \
     firefighter, soldier, pilot, steward, stewardess, attendant, sailor, captain, astronaut, driver, trucker, courier, \
     mechanic, electrician, plumber, carpenter, welder, builder, mason, painter, roofer, machinist, locksmith, farmer, \
     gardener, florist, fisherman, rancher, forester, chef, cook, baker, butcher, barista, bartender, waiter, waitress, \
     server, sommelier, brewer, hairdresser, barber, beautician, stylist, tailor, seamstress, jeweler, jeweller, cleaner, \
     janitor, housekeeper, nanny, babysitter, salesman, saleswoman, salesperson, salesclerk, cashier, clerk, secretary, \
     receptionist, assistant, recruiter, realtor, agent, marketer, copywriter, writer, author, novelist, poet, journalist, \
     reporter, editor, translator, interpreter, blogger, youtuber, streamer, photographer, videographer, filmmaker, director, \
     producer, animator, illustrator, artist, sculptor, musician, singer, songwriter, composer, pianist, guitarist, drummer, \
     violinist, dancer, choreographer, actor, actress, comedian, model, coach, trainer, athlete, footballer, cyclist, \
     student, intern, apprentice, postdoc, undergrad, undergraduate, resident, trainee, homemaker, housewife, househusband, \
     pastor, priest, minister, rabbi, imam, monk, nun, politician, diplomat, translator, supervisor, foreman, planner, \
     strategist, technologist, biochemist, neuroscientist, microbiologist, ecologist, meteorologist, sociologist, \
     anthropologist, counselor, counsellor, social worker, worker, teller, inspector, surveyor, curator, conductor, organizer, \
     specialist, coordinator, principal, dean, headteacher, paediatrician, radiographer, phlebotomist, orthodontist, hygienist, \
     landlord, realtor, dj, rapper, programmer, sre, devops, postman, mailman, lifeguard, bricklayer, welder, \
     beekeeper, blacksmith, optician, chiropractor, acupuncturist, masseuse, masseur, undertaker, zookeeper, grad student, \
     paleontologist, oceanographer, cartographer, archivist, auctioneer, bouncer, croupier, dispatcher, draftsman, roboticist"
);
list!(
    /// What the name of an organisation may end in, in small letters.
    KINDS_OF_ORGANIZATION,
    "university, college, hospital, school, high, middle, elementary, bank, labs, research, electronics, airlines, hotel, \
     group, clinic, headquarters, museum, library, inc, ltd, llc, gmbh, corp, corporation, institute, academy, press"
);
list!(
    /// Words in the name of a school.
    SCHOOLS,
    "university, college, school, institute, academy, conservatory, polytechnic, high, uni, tech"
);
list!(
    /// Schools that are known by one word.
    NAMED_SCHOOLS,
    "harvard, stanford, yale, princeton, oxford, cambridge, berkeley, cornell, columbia, caltech, kaist, postech, mit, snu, ucla, \
     nyu, eth, yonsei, sogang, hanyang, duke, brown, dartmouth, tsinghua, waterloo"
);
list!(
    /// What people study.
    STUDIES,
    "computer science, cs, physics, chemistry, biology, mathematics, maths, math, statistics, economics, law, medicine, nursing, \
     pharmacy, dentistry, architecture, engineering, mechanical engineering, electrical engineering, civil engineering, \
     chemical engineering, software engineering, aerospace engineering, biomedical engineering, industrial engineering, \
     philosophy, psychology, sociology, anthropology, history, art history, art, fine arts, music, literature, \
     english literature, korean literature, linguistics, political science, international relations, business, \
     business administration, marketing, finance, accounting, education, journalism, communications, media studies, \
     graphic design, design, fashion design, film, theater, theatre, geography, geology, environmental science, ecology, \
     biochemistry, neuroscience, data science, machine learning, artificial intelligence, information systems, \
     cybersecurity, veterinary medicine, public health, social work, theology, astronomy, astrophysics, materials science, \
     robotics, urban planning, agriculture, microbiology, genetics, molecular biology, applied mathematics, hospitality"
);
list!(
    /// What somebody is who studies somewhere.
    STUDENTS,
    "student, undergrad, undergraduate, freshman, sophomore, junior, senior, grad student, graduate student, phd student, \
     phd candidate, master's student, masters student, doctoral student, first-year student, second-year student, \
     third-year student, final-year student, exchange student, medical student, law student, first year student, \
     second year student, third year student, fourth year student, fourth-year student, postgrad, freshmen"
);
list!(
    /// What people work in.
    FIELDS,
    "finance, tech, technology, marketing, sales, hr, human resources, it, healthcare, education, law, advertising, \
     construction, retail, hospitality, logistics, insurance, real estate, consulting, accounting, media, publishing, film, \
     gaming, games, fashion, agriculture, banking, biotech, pharma, aerospace, automotive, energy, manufacturing, pr, \
     public relations, customer service, customer support, software, software development, web development, data science, \
     research, academia, politics, the government, the public sector, cybersecurity, research and development, semiconductors, \
     journalism, design, architecture, nursing, medicine, teaching, a hospital, a bank, a restaurant, a school, an office, \
     a factory, a lab, a shop, a cafe, a warehouse, a hotel, a library, a museum, a call center, telecom, compliance"
);
list!(
    /// Where people work: the last word of it.
    WORKPLACES,
    "bank, hospital, school, university, college, startup, start-up, company, firm, clinic, restaurant, cafe, bakery, bar, \
     hotel, factory, library, museum, lab, laboratory, shop, store, supermarket, bookstore, bookshop, pharmacy, warehouse, \
     nonprofit, non-profit, ngo, charity, agency, studio, newspaper, magazine, farm, garage, gym, salon, law firm, airport, \
     airline, kindergarten, daycare, preschool, government, army, navy, military, police, post office, call center, \
     call centre, consultancy, publisher, bank, brewery, theater, theatre, zoo, hospice, nursing home, office, coffee shop, \
     embassy, court, ministry, council, institute, academy, diner, pub, mall, insurance company, tech company, un"
);
list!(
    /// What follows "work at" or "quit" and is no employer.
    NO_EMPLOYERS,
    "home, night, nights, work, school, uni, university, college, least, best, first, last, large, once, times, present, \
     height, peak, full, speed, sea, heights, scale, it, my, myself, free, fun, money, peanuts, hours, days, weeks, months, \
     years, sure, now, myself, ourselves, them, people, clients, customers, companies, family, food, pay, life, love, \
     university, lunch, dawn, midnight, noon, weekends, everyone, someone, nobody, anyone, cash, good, ever, long, \
     smoking, drinking, vaping, sugar, coffee, caffeine, alcohol, cold, gaming, football, soccer, today, yesterday, early, \
     tomorrow, that, this, all, both, instagram, facebook, twitter, tiktok, discord, slack, reddit, telegram, whatsapp, github, linkedin, zoom, youtube, \
     chrome, firefox, spotify, netflix, steam, twitch, snapchat, pinterest, duolingo, minecraft, fortnite, excel, word, windows, \
     vim, python, java, javascript, rust, linux, threads, mastodon, bluesky, tinder, bumble, hinge, prime, hulu, disney, yesterday, social, the, a, an, there, here"
);
