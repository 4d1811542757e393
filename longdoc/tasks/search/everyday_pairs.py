"""Everyday words, and the words that documents use instead, the most specific first.

A line holds words that people ask with, a colon, and words that documents are written in. The lines are about
work, homes, money, insurance, law, health, technology, research, public offices and meetings, in this order,
and once more, from meetings to studies.
"""

from __future__ import annotations

__all__ = ["PAIRS"]

PAIRS = """
holiday, vacation, time off, days off, pto: annual leave, paid leave, vacation, holiday, days of leave
public holiday, bank holiday: statutory holiday, public holiday, bank holiday
doctor's note, sick note, doctor's certificate: medical certificate, certificate of incapacity, fit note
sick leave, sick days: sickness absence, incapacity for work, medical leave, sickness
maternity leave, paternity leave: parental leave, family leave
boss, supervisor: line manager, manager, supervisor, employer
fired, sacked, laid off, let go: dismissed, dismissal, made redundant, terminated
quit, hand in my notice: give notice, resign, terminate
severance, severance pay: redundancy payment, termination payment, severance
salary, pay check, paycheck, wages: remuneration, basic salary, wage, salary, compensation, basic pay
pay rise, pay raise, a raise: salary review, salary increase, pay review
bonus: variable remuneration, incentive payment, gratuity
pension: retirement scheme, retirement plan, retirement benefit, superannuation
overtime: additional hours, extra hours, excess hours
lunch break: rest break, rest period, meal break
trial period: probationary period, probation
probation: probationary period
work from home: work remotely, worked remotely, telework, remote work, remote working, hybrid working
working from home, home office: remote working, remote work, telework, hybrid working
second job, side job: secondary employment, outside employment, other employment
non-compete, noncompete: non-competition, restrictive covenant, restraint of trade
co-worker, coworker, colleague: fellow employee, colleague, employee
intern: trainee, student employee
dress code: work clothing, attire, uniform
complaint: grievance, objection
training course: professional development, further training, continuing education
landlord: lessor, landlord
tenant, renter: lessee, occupant, resident
lessor: landlord
lessee: tenant
flat, apartment: dwelling, residential unit, premises
flatmate, roommate: other occupant, co-occupant, lodger
deposit: security deposit, bond, retainer
pet, dog, cat: animal, pet
noise, loud music: nuisance, quiet hours, quiet enjoyment, disturbance
sublet: sublease, underlet, sub-let
evict, kicked out, thrown out: eviction, repossession, recover possession
move out: vacate, hand back, surrender
move in: take possession, commencement date
to fix: to remedy, to cure, to rectify
broken, breaks down: defective, faulty, malfunction, out of order
guest: visitor, invitee
parking spot, parking place, parking space: car space, parking bay, bay, garage
electricity: utilities, electric power
furniture: furnishings
car: motor vehicle, vehicle, automobile
bike: bicycle, cycle
kid: child, minor, dependant, dependent
kids, children: minors, dependants, dependents, children
husband, wife: spouse, civil partner
money back, get my money: refund, reimbursement, repayment
refund: reimbursement, repayment, money-back
pay back: repay, repayment
late fee, late charge: default interest, late payment charge, interest on late payment, late payment
a fine: a penalty, a fixed penalty
discount: rebate, price reduction, reduction
bill: invoice
buy, purchase: acquire, purchase
seller, vendor: vendor, supplier, contractor
buyer: purchaser, customer
client: customer, purchaser
revenue, turnover: net sales, turnover, revenue
sales: turnover, revenue
profit: net income, earnings, surplus
debt: borrowings, liabilities
staff, workers, headcount: personnel, employees, workforce
shareholder: stockholder
stockholder: shareholder
ceo: chief executive officer, chief executive, managing director
cfo: chief financial officer, finance director
cto: chief technology officer
vat: value added tax, sales tax
insured for, insurance cover: sum insured, insurance coverage, coverage
deductible: excess
payout: sum insured, benefit
burglary, break-in: theft, burglary
flood, flooding: inundation, water damage
lawyer, attorney: legal counsel, counsel, attorney, solicitor, legal adviser
cancel, call off: terminate, withdraw, cancellation, rescind
sue: bring an action, bring a claim, legal proceedings
court: tribunal
prison, jail: imprisonment, custody
drunk: under the influence, intoxicated
forbidden, banned, not allowed: prohibited
allowed: permitted, authorised, authorized
secret: confidential information, confidential
lost data, data loss: loss of data, loss or corruption of data
the police: law enforcement
doctor: physician, medical practitioner, general practitioner, clinician
medicine, drug, pill: medication, medicinal product, tablet, medicine
dose: dosage, posology
side effect: adverse reaction, undesirable effect, adverse event, adverse effect
heart attack: myocardial infarction
high blood pressure: hypertension
low blood pressure: hypotension
blood thinner: anticoagulant
blood sugar: blood glucose, glucose
cancer: carcinoma, malignancy, tumour, tumor, neoplasm
pregnant: pregnancy
breastfeeding, nursing mother: lactation, breast-feeding
vaccine, jab: vaccination, immunisation, immunization
fever: pyrexia, raised temperature, high temperature
rash: skin reaction
tired, tiredness, sleepy: drowsiness, fatigue
shortness of breath: dyspnoea, dyspnea
log in, sign in: authenticate, log on, sign in, log in
password: passphrase, credential
screen: display, monitor
charger: charging unit, power adapter, power supply
warning light: indicator lamp, indicator light, indicator, led
spare part: replacement part
bug: defect, fault
crash: failure, malfunction
warranty: guarantee, warranty
guarantee: warranty, guarantee
how heavy: weight, mass
took part: participated
dataset, data set: corpus, benchmark, data
funded, paid for the study: supported by, funding, grant
deadline, due date, cut-off date: closing date, time limit, final date, submission date, last day
start date: commencement date, effective date, date of commencement
end date: expiry date, expiration date, termination date
bid: tender, offer, proposal, quotation
bidder: tenderer, offeror, proponent
opening hours, opening times: hours of operation, business hours, office hours, opening times, opening hours
entrance fee, entry fee: admission fee, admission
trash, garbage, rubbish: waste, refuse
toilet, bathroom: lavatory, sanitary facilities, restroom
shop: retail unit, store, outlet
phone number, phone: telephone, tel, hotline
chaired, led the meeting: presided, chairperson, chairman, chairwoman, chair
attended, was there: attendees, in attendance, present
absent, missing from the meeting: apologies, absent
took the minutes, wrote the minutes: minute taker, minutes, secretary
todo, action list: action items, actions
luggage: baggage
finish, finished: adjourn, conclude, complete
voted down: rejected, defeated, not carried
went through: carried, adopted, approved
put forward: propose, submit
membership fee, member fee, subscription fee: membership dues, annual dues, dues, subscription
kick out, expel: remove, dismiss
step down, stepped down: resign, resignation
fundraiser: fundraising event, fund-raising event
spending: expenditure, expense, outlay
layoff, job cut: severance, redundancy, workforce reduction, reduction in force
takeover, buyout, buy-out: acquisition, merger
upfront, up front: in advance, prepayment, advance payment
instalment, installment: periodic payment, monthly payment
lawsuit, law suit: litigation, legal proceedings, legal action
hand over, hand in, turn in: submit, deliver, surrender
paperwork, papers: documentation, document
advance warning, heads-up: prior notice, advance notice
data breach, security breach: personal data breach, security incident, data incident, incident
hacked: compromised
birth control: contraception, contraceptive
fridge: refrigerator
belly, tummy: abdomen
throw up, throwing up: vomiting, vomit, emesis
painkiller: analgesic, pain reliever
kidney problem, kidney disease: renal impairment, renal insufficiency
liver problem, liver disease: hepatic impairment, hepatic insufficiency
old people, elderly, seniors: older patients, older adults, geriatric patients
overdose: overdosage, take more than
turn on, switch on: power on, activate
turn off, switch off: power off, deactivate
goggles, safety glasses: protective eyewear, protective eye wear, eye protection
test person, test subject: participant, respondent, subject
graphics card: gpu
plane ticket, flight ticket: airfare, air fare
per diem: daily allowance, subsistence allowance
"""
