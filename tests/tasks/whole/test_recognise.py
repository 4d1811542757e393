"""Which questions ask for the whole document, and of what."""

from __future__ import annotations

import pytest

from longdoc.tasks.whole.recognise import recognise
from longdoc.tasks.whole.types import Request, Thing, Way


@pytest.mark.parametrize(
    ("question", "request_"),
    [
        ("How many times is the Supplier mentioned?", Request(Way.COUNT, "Supplier")),
        ("How often does the word “audit” appear in this contract?", Request(Way.COUNT, "audit")),
        ("how often is Confidential Information referred to", Request(Way.COUNT, "Confidential Information")),
        ("How many dates are there in the agreement?", Request(Way.COUNT, thing=Thing.DATES)),
        ("Which sections mention audit?", Request(Way.WHERE, "audit")),
        ("In which clauses is the Escrow Agent named?", Request(Way.WHERE, "Escrow Agent")),
        ("Where is force majeure mentioned?", Request(Way.WHERE, "force majeure")),
        ("List all dates.", Request(Way.LIST, thing=Thing.DATES)),
        ("list all the amounts of money in this document", Request(Way.LIST, thing=Thing.SUMS)),
        ("Please list the defined terms", Request(Way.LIST, thing=Thing.TERMS)),
        ("Give me all e-mail addresses", Request(Way.LIST, thing=Thing.EMAILS)),
        ("Show every percentage", Request(Way.LIST, thing=Thing.PERCENTAGES)),
        ("List all parties", Request(Way.LIST, thing=Thing.PARTIES)),
        ("List all references to articles", Request(Way.LIST, thing=Thing.REFERENCES)),
        ("甲方被提到多少次？", Request(Way.COUNT, "甲方")),
        ("哪些条款提到违约金？", Request(Way.WHERE, "违约金")),
        ("列出所有日期", Request(Way.LIST, thing=Thing.DATES)),
        ("合同中有哪些金额？", Request(Way.LIST, thing=Thing.SUMS)),
        ("合同中提到了多少次供应商？", Request(Way.COUNT, "供应商")),
        ("本合同哪些条款提到违约责任？", Request(Way.WHERE, "违约责任")),
        ("保密在哪些章节出现？", Request(Way.WHERE, "保密")),
        ("Where does the contract mention audit?", Request(Way.WHERE, "audit")),
        ("List all parties to the contract", Request(Way.LIST, thing=Thing.PARTIES)),
        ("All dates?", Request(Way.LIST, thing=Thing.DATES)),
        ("How many times do they mention the Supplier?", Request(Way.COUNT, "Supplier")),
        ("How often is the word “audit” used?", Request(Way.COUNT, "audit")),
        ("How often is the Supplier used in this contract?", Request(Way.COUNT, "Supplier")),
        ("How often do you use the word audit?", Request(Way.COUNT, "audit")),
        ("How often does “audit” occur?", Request(Way.COUNT, "audit")),
        ("How many times does it mention “audit in Section 5”?", Request(Way.COUNT, "audit in Section 5")),
        ("HOW MANY TIMES IS RENT MENTIONED?", Request(Way.COUNT, "rent")),
        ("Which parts of the contract contain audit?", Request(Way.WHERE, "audit")),
        ("In which places is the lizard mentioned?", Request(Way.WHERE, "lizard")),
        ("“供应商”使用了几次？", Request(Way.COUNT, "供应商")),
        ("供应商在本合同中使用了多少次？", Request(Way.COUNT, "供应商")),
        ("许可出现几次？", Request(Way.COUNT, "许可")),
        ("How often is the Term Loan mentioned?", Request(Way.COUNT, "Term Loan")),
        ("How often is “term sheet” mentioned?", Request(Way.COUNT, "term sheet")),
        ("How often is Name Change mentioned?", Request(Way.COUNT, "Name Change")),
        ("How often is name change mentioned?", Request(Way.COUNT, "name change")),
        ("How often is “the Fund” mentioned?", Request(Way.COUNT, "the Fund")),
        ("How often is the Term “Loan” mentioned?", Request(Way.COUNT, "Loan")),
        ("How often is the term loan mentioned?", Request(Way.COUNT, "loan")),
        ("How often is the name of the Supplier mentioned?", Request(Way.COUNT, "name of the Supplier")),
        ("HOW OFTEN IS THE WORD RENT MENTIONED?", Request(Way.COUNT, "rent")),
        ("Which section contains the word state of the art?", Request(Way.WHERE, "state of the art")),
        ("Which section contains “rules for termination”?", Request(Way.WHERE, "rules for termination")),
        ("Which sections mention the rules for termination?", Request(Way.WHERE, "rules for termination")),
        ("Which section contains the warranty?", Request(Way.WHERE, "warranty")),
        ("保密在哪些章节？", Request(Way.WHERE, "保密")),
        ("供应商在哪些地方提到过？", Request(Way.WHERE, "供应商")),
        ("供应商出现在合同的哪些地方？", Request(Way.WHERE, "供应商")),
        ("哪些条款包含违约金？", Request(Way.WHERE, "违约金")),
    ],
)
def test_what_asks_for_the_whole_is_recognised(question, request_):
    assert recognise(question) == request_


@pytest.mark.parametrize(
    "question",
    [
        "How many times may the Customer extend the term?",
        "How often are invoices sent?",
        "How many concerts shall the artist give?",
        "Who is liable?",
        "Which section deals with liability?",
        "What are the payment terms?",
        "List all dates on which rent is due",
        "Who are the parties?",
        "When does it end?",
        "How often is the medicine given?",
        "How often is the inhaler used?",
        "How often do you use the car?",
        "How often does the pain occur?",
        "How often is the term of the lease used?",
        "What is the number of times the drug is given?",
        "How many times does the contract mention termination in Section 5?",
        "How many times does the contract mention audit on the last two pages?",
        "In which places is the lizard found?",
        "Which parts contain nuts?",
        "How often is the Term Loan used?",
        "Which section contains the definition of Loan?",
        "Which clause contains the rules for termination?",
        "Which part of the contract contains the terms on notice?",
        "哪一条包含违约责任的规定？",
        "交货地点在哪个地方？",
        "公司注册地在哪个地方？",
        "钥匙在哪个部分？",
        "会员卡可以使用几次？",
        "该药每天使用几次？",
        "头痛每天出现几次？",
        "第五条中违约金出现几次？",
        "违约金是多少？",
        "合同期限是多久？",
    ],
)
def test_what_asks_for_anything_else_is_not(question):
    assert recognise(question) is None
