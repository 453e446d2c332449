import pytest

from pipeline.records import EventType

T = EventType
SENTENCES = [
    ("Norway's foreign minister met his Chilean counterpart in Lima.", T.CONSULT, "meet"),
    ("President Sato visited Peru on Tuesday.", T.CONSULT, "visit"),
    ("Kenya and Uganda held talks on the border dispute.", T.CONSULT, None),
    ("The chancellor telephoned the Bolivian president.", T.CONSULT, "phone"),
    ("Ghana signed a fishing agreement with Togo.", T.SUPPORT, None),
    ("The Canadian prime minister praised Ghana for its election.", T.SUPPORT, None),
    ("Ireland recognised the republic of Somaland.", T.SUPPORT, None),
    ("France and Spain shared intelligence on the smugglers.", T.COOPERATE, None),
    ("Japan extradited the banker to Brazil.", T.COOPERATE, None),
    ("Denmark sent food and medicine to Haiti.", T.AID, None),
    ("Portugal granted asylum to the Cuban poet.", T.AID, None),
    ("Chile has agreed to release the Peruvian sailors.", T.AGREE, None),
    ("The government pledged to send aid to Malawi.", T.AGREE, None),
    ("Nepal freed two hundred political prisoners.", T.RETREAT, "release"),
    ("Ethiopia withdrew its troops from the border town.", T.RETREAT, "withdraw"),
    ("The rebels declared a ceasefire.", T.RETREAT, "ceasefire"),
    ("Thailand lifted the curfew in Bangkok.", T.RETREAT, "ease"),
    ("The government met the demands of the teachers.", T.CONCEDE, None),
    ("The union called off the strike.", T.CONCEDE, None),
    ("Finland urged Hungary to approve the treaty.", T.REQUEST, None),
    ("The opposition called for talks with the president.", T.REQUEST, "meet"),
    ("Egypt demanded the withdrawal of Sudanese forces.", T.REQUEST, "yield"),
    ("Chad must open its border, the Libyan minister said.", T.REQUEST, None),
    ("Armenia accused Turkey of shelling a village.", T.ACCUSE, "allege"),
    ("The senator condemned the general.", T.ACCUSE, "disapprove"),
    ("Prosecutors opened an investigation into the mayor.", T.ACCUSE, "investigate"),
    ("Serbia refused to lift the sanctions.", T.REJECT, None),
    ("The president vetoed the bill.", T.REJECT, None),
    ("Iran will not release the journalists.", T.REJECT, None),
    ("Israel threatened to attack Iran.", T.THREATEN, "violence"),
    ("Poland threatened to cut aid to Ukraine.", T.THREATEN, None),
    ("Thousands of students marched against the government.", T.PROTEST, "demo"),
    ("Farmers blocked roads near the capital.", T.PROTEST, "obstruct"),
    ("Nurses went on strike in Dublin.", T.PROTEST, "boycott"),
    ("Sweden handed over medical equipment and vehicles to the health ministry of Ghana.", T.AID, None),
    ("Greek and Israeli warships launched ten days of war games in the Aegean.", T.COOPERATE, None),
    ("Police in Izmir launched operations to detain sixty teachers.", T.COERCE, "arrest"),
    ("The army launched talks with the rebels.", T.CONSULT, None),
    ("The senator led an attack on the budget of President Sato.", T.ACCUSE, "disapprove"),
    ("Belgium expelled two Russian diplomats.", T.SANCTION, "expel"),
    ("Sweden suspended aid to Eritrea.", T.SANCTION, "discontinue"),
    ("Libya broke off diplomatic relations with Malta.", T.SANCTION, "withdraw"),
    ("India deployed troops to the border with China.", T.MOBILIZE, "troops"),
    ("Police arrested the opposition leader.", T.COERCE, "arrest"),
    ("The government imposed a curfew in Lagos.", T.COERCE, "curfew"),
    ("Malaysia deported forty migrants to Indonesia.", T.COERCE, "deport"),
    ("The European Union imposed sanctions on Belarus.", T.COERCE, "restrict"),
    ("Gunmen kidnapped a judge in Mosul.", T.ASSAULT, "abduct"),
    ("A suicide bombing in Kabul killed ten soldiers.", T.ASSAULT, None),
    ("The army shelled the rebel town.", T.ASSAULT, "heavy-weapons"),
    ("Turkey launched airstrikes on Kurdish fighters.", T.ASSAULT, "aerial"),
    ("The army began air strikes against rebel positions.", T.ASSAULT, "aerial"),
    ("Soldiers and rebels fought several fierce battles near the mosque.", T.ASSAULT, "firearms"),
    ("Kenya called on Chad to stop the dangerous manoeuvres.", T.REQUEST, None),
    ("The president withdrew the tax after the protests.", T.CONCEDE, None),
    ("Rebels shot down an army helicopter.", T.ASSAULT, "heavy-weapons"),
    ("Two soldiers were shot dead near Tripoli.", T.ASSAULT, None),
    ("Riot police broke up a rally in Minsk.", T.COERCE, "restrict"),
    ("Brazil fines the Dutch bank for polluting the river.", T.COERCE, "restrict"),
    ("Peru designated the militia as a terrorist group.", T.COERCE, "restrict"),
    ("The generals disagreed with the president.", T.REJECT, None),
    ("Ugandan troops surrounded the rebel camp.", T.ASSAULT, None),
    ("Militants infiltrated Tunisia from Libya.", T.ASSAULT, None),
    ("The army regained control of the port town.", T.ASSAULT, None),
]


@pytest.mark.parametrize(("text", "event_type", "mode"), SENTENCES, ids=[s[0] for s in SENTENCES])
def test_the_surest_event_has_the_type_and_mode(coded, text, event_type, mode):
    event = coded(text)[0]
    assert event.event_type is event_type
    if mode:
        assert event.mode == mode


@pytest.mark.parametrize(
    "text",
    [
        "Chelsea beat Arsenal in the final of the cup.",
        "Ann Lee beats Ben Stone in mayoral race",
        "Shares of the airline were hit by rising oil prices.",
        "The pitcher threw a strike in the ninth inning.",
        "Heavy rain killed six people in the flooded valley.",
        "The actress won an award at the film festival.",
        "Researchers found a new species of frog.",
        "A strong earthquake struck southern Peru.",
        "A shark attacked a surfer near Perth.",
        "The university held a seminar on violence.",
        "Nobody cares that people are killed.",
        "The ministry slaughtered forty thousand chickens in Hokkaido.",
        "A fire in a block of flats in Porto left nine families without a home.",
        "Landslides blocked the road to the village.",
        "A train crash killed nine people near Lyon.",
        "Residents fear that the new dam will displace villages.",
        "A gas explosion killed nine miners.",
        "The sergeant pleaded guilty to theft.",
        "A grenade failed to explode.",
        "The weather service warned of floods.",
        "Norway is not a signatory to the convention.",
    ],
)
def test_ordinary_news_has_no_sure_event_of_the_sixteen_types(coded, text):
    assert all(c.event_type is EventType.OTHER or c.confidence < 0.4 for c in coded(text))
