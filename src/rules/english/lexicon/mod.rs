//! Words by what they mean.

mod health;
mod list;
mod people;
mod places;
mod work;

pub(super) use self::{
    health::{
        AFFECTED, BODY, CONDITION_ENDINGS, CONDITIONS, DIETS, DRUG_ENDINGS, DRUGS, INTOLERANT, MEAT,
        NO_ALLERGENS, NO_FOOD, PLAN_DIETS,
    },
    list::{Lazy, List, list},
    people::{
        ACQUAINTANCES, ANIMALS, CHILDREN, COUNTS, HOUSEHOLD, LANGUAGES, NATIONALITIES, NO_NAMES, PARTNERS,
        RELATIVES,
    },
    places::{KNOWN as PLACES, NO_PLACES},
    work::{
        FIELDS, KINDS_OF_ORGANIZATION, NAMED_SCHOOLS, NO_EMPLOYERS, OCCUPATIONS, SCHOOLS, STUDENTS, STUDIES,
        WORKPLACES,
    },
};

list!(
    /// What people own and keep.
    POSSESSIONS,
    "car, cars, bike, bicycle, motorcycle, motorbike, scooter, house, apartment, flat, condo, cottage, cabin, boat, \
     sailboat, yacht, piano, guitar, violin, cello, drum kit, drums, saxophone, trumpet, flute, ukulele, keyboard, laptop, \
     macbook, iphone, ipad, android, phone, computer, pc, desktop, playstation, ps4, ps5, xbox, switch, camera, telescope, \
     garden, greenhouse, truck, van, suv, sedan, tesla, toyota, honda, bmw, audi, hyundai, kia, ford, subaru, volvo, mazda, \
     kindle, smartwatch, tv, television, drone, e-bike, rv, camper, motorhome, farm, pool, swimming pool, printer, tablet, \
     record player, sewing machine, espresso machine, air fryer, prius, civic, corolla, jeep, vespa, harley, raspberry pi"
);
list!(
    /// Units of weight and height.
    UNITS,
    "kg, kgs, kilo, kilos, kilogram, kilograms, lb, lbs, pound, pounds, stone, mg, mcg, ml, units, iu, cm, centimeters, centimetres, m, meter, \
     meters, metres, feet, foot, ft"
);
list!(
    /// Currencies by their names.
    CURRENCIES,
    "dollars, dollar, usd, bucks, euros, euro, eur, pounds, gbp, won, krw, yen, jpy, rupees, inr, yuan, rmb, francs, chf"
);
list!(
    /// The months.
    MONTHS,
    "january, february, march, april, may, june, july, august, september, october, november, december, jan, feb, mar, apr, \
     jun, jul, aug, sep, sept, oct, nov, dec"
);
