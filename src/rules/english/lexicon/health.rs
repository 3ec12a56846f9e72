//! Health and diet.

use super::list;

list!(
    /// Parts of the body that get hurt.
    BODY,
    "leg, arm, ankle, wrist, knee, back, shoulder, hip, foot, hand, finger, toe, elbow, neck, collarbone, rib, ribs, nose, \
     hamstring, achilles, acl, mcl, meniscus, left leg, right leg, left arm, right arm, left ankle, right ankle, left wrist, \
     right wrist, left knee, right knee, left shoulder, right shoulder, left foot, right foot, left hand, right hand, \
     lower back, rotator cuff, thumb, jaw, calf, groin, achilles tendon, pinky, big toe, femur, tibia, pelvis"
);
list!(
    /// Conditions that last.
    CONDITIONS,
    "asthma, diabetes, type 1 diabetes, type 2 diabetes, type one diabetes, type two diabetes, gestational diabetes, adhd, \
     add, depression, anxiety, social anxiety, migraine, migraines, hypertension, high blood pressure, low blood pressure, \
     high cholesterol, ibs, celiac, coeliac, arthritis, epilepsy, eczema, insomnia, scoliosis, autism, asperger's, ocd, \
     ptsd, cancer, leukemia, lymphoma, hiv, anemia, anaemia, gerd, acid reflux, lupus, endometriosis, pcos, sleep apnea, \
     sleep apnoea, gout, glaucoma, psoriasis, rosacea, tinnitus, vertigo, narcolepsy, fibromyalgia, multiple sclerosis, \
     parkinson's, alzheimer's, dementia, ms, copd, cystic fibrosis, crohn's, ulcerative colitis, ibd, bipolar, bpd, \
     schizophrenia, dyslexia, dyscalculia, dyspraxia, sciatica, herniated disc, slipped disc, bad back, bad knee, bad knees, \
     flat feet, hay fever, chronic pain, chronic fatigue, kidney stones, kidney disease, heart disease, heart murmur, \
     arrhythmia, atrial fibrillation, pacemaker, hearing loss, tourette's, raynaud's, pots, eds, hemophilia, haemophilia, \
     sickle cell anemia, thyroid problems, hypothyroidism, hyperthyroidism, plantar fasciitis, carpal tunnel, acne, \
     a heart condition, heart condition, lactose intolerance, gluten intolerance, color blindness, colour blindness, \
     long covid, lyme disease, panic attacks, panic disorder, heartburn, osteoporosis, prediabetes"
);
/// How the names of conditions end.
pub(in super::super) const CONDITION_ENDINGS: &[&str] = &[
    "itis",
    "osis",
    "emia",
    "aemia",
    "algia",
    "disease",
    "syndrome",
    "disorder",
    "phobia",
    "pathy",
    "cancer",
    "intolerance",
];
list!(
    /// How people eat, as they say it of themselves.
    DIETS,
    "vegetarian, vegan, pescatarian, pescetarian, flexitarian, lacto-vegetarian, ovo-vegetarian, lacto-ovo vegetarian, \
     plant-based, plant based, gluten-free, gluten free, dairy-free, dairy free, halal, kosher, keto, paleo, low-carb, \
     low carb, carnivore, raw vegan, fruitarian, sugar-free, sugar free, low-sodium, low sodium, low-fodmap, low fodmap, \
     mediterranean, nut-free, nut free, whole30, ketogenic, omnivore"
);
list!(
    /// Drugs, and kinds of them.
    DRUGS,
    "insulin, metformin, ibuprofen, aspirin, paracetamol, acetaminophen, lithium, birth control, the pill, antidepressants, \
     an antidepressant, antidepressant, blood thinners, a blood thinner, statins, a statin, ssris, an ssri, adderall, \
     ritalin, concerta, vyvanse, prozac, zoloft, lexapro, xanax, wellbutrin, effexor, cymbalta, seroquel, lamictal, \
     gabapentin, prednisone, warfarin, eliquis, xarelto, ozempic, wegovy, mounjaro, semaglutide, levothyroxine, synthroid, \
     accutane, methotrexate, humira, beta blockers, a beta blocker, antihistamines, an antihistamine, antihistamine, \
     zyrtec, claritin, allegra, benadryl, albuterol, an inhaler, melatonin, testosterone, estrogen, hormones, \
     hormone replacement therapy, hrt, trt, antipsychotics, anticoagulants, blood pressure medication, \
     blood pressure meds, thyroid medication, immunosuppressants, steroids, antibiotics, iron supplements, iron, vitamin d, \
     b12, vitamin b12, creatine, omeprazole, tylenol, nexium, heart medication, anxiety medication, adhd medication, \
     adhd meds, allergy medication"
);
/// How the names of drugs end.
pub(in super::super) const DRUG_ENDINGS: &[&str] = &[
    "pril",
    "statin",
    "olol",
    "sartan",
    "azole",
    "cillin",
    "formin",
    "oxetine",
    "zepam",
    "zolam",
    "dipine",
    "triptan",
    "tidine",
    "gliptin",
    "gliflozin",
    "glutide",
    "traline",
    "azepine",
    "mycin",
    "cycline",
    "floxacin",
    "prazole",
    "thyroxine",
];
list!(
    /// What "allergic to" is said of in jest, and what names no allergen.
    NO_ALLERGENS,
    "bullshit, bs, work, working, mornings, monday, mondays, math, maths, exercise, people, drama, stupidity, fun, effort, \
     commitment, sports, anything, nonsense, responsibility, losing, idiots, cardio, running, happiness, everything, \
     something, it, money, failure, success, meetings, homework, water, boredom, adulting, feelings, love"
);
list!(
    /// What people with a condition say they are.
    AFFECTED,
    "diabetic, a diabetic, type 1 diabetic, type 2 diabetic, asthmatic, epileptic, autistic, bipolar, colorblind, colourblind, \
     color-blind, colour-blind, color blind, colour blind, deaf, hard of hearing, blind, legally blind, partially blind, \
     visually impaired, hearing impaired, anemic, anaemic, dyslexic, hypertensive, immunocompromised, celiac, coeliac, \
     a celiac, hiv positive, hiv-positive, neurodivergent, nearsighted, near-sighted, short-sighted, farsighted, \
     far-sighted, hemophiliac, paraplegic, quadriplegic, prediabetic, disabled, partially deaf, an amputee, a cancer survivor"
);
list!(
    /// What people are intolerant of, before the word.
    INTOLERANT,
    "lactose, gluten, histamine, fructose, dairy, caffeine, alcohol, milk, wheat, sucrose"
);
list!(
    /// Ways to eat that one does or follows, and is not.
    PLAN_DIETS,
    "keto, ketogenic, paleo, whole30, low-carb, low carb, carnivore, low-fodmap, low fodmap, gluten-free, \
     dairy-free, kosher, halal, sugar-free, mediterranean, atkins, weight watchers"
);
list!(
    /// What "I don't eat" is said of and is no food.
    NO_FOOD,
    "breakfast, lunch, dinner, brunch, supper, meals, food, anything, everything, out, late, enough, much, properly, well, \
     people, humans, it, a, today, alone, that, this, here, there, cake, more, less, all, any, snacks, seconds, my, our, \
     people's, kids, babies, bullshit, at, after, before, yet, healthy, healthily, clean, like, the, another, something"
);
list!(
    /// What vegetarians do not eat.
    MEAT,
    "meat, any meat, meat or fish, meat and fish, meat or dairy, red meat or fish, animal products, any animal products, fish or meat"
);
