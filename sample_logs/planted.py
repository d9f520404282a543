"""What is wrong with the simulated service: the gaps planted in it, and what follows from them."""

from __future__ import annotations

PLANTED = {
    "abandonment:signup": "a quarter of those who fill in the form never confirm their address",
    "broken_rule:R1": "one in 18 of those who never confirm their address buys all the same",
    "dropped_handoff:engineer_fix>resolve": "what engineers fix lies for days with the agents",
    "failed_touchpoint:payment_failed": "14 % of those who pay are refused at least once",
    "forbidden_step:reopen": "9 % of the solved tickets are opened again",
    "late_step:first_reply": "24 % of the tickets are answered late, 15 % never",
    "late_step:send_receipt": "8 % of the receipts come minutes late, a few never",
    "long_wait:support.frontstage": "agents let 27 % of the tickets wait for days",
    "low_emotion:support": "who was answered late, or had to ask again, is seldom content",
    "low_reach:first_use": "half of those with a first invoice begin to settle in",
    "repeated_step:resend_verification": "one in three who ask for it again gets it too often",
    "repeated_step:triage.pingpong": "9 % of the tickets go to a colleague and come back",
    "silence:support": "nobody writes to a customer whose ticket waits",
    "skipped_step:create_lead": "15 % of the customers never become a lead in the CRM",
    "skipped_step:first_reply": "15 % of the tickets are solved without an answer",
    "slow_stage:first_use.p50": "two in three need more than the designed day to the first invoice",
    "slow_stage:support.p50": "four in five tickets need more than 4 hours",
    "slow_stage:support.p90": "31 % of the tickets need more than two days",
    "slow_system:charge>close_deal": "the CRM hears of 10 % of the payments much later",
    "undesigned_path:connect_bank>start_setup": "45 % of those who connect a bank begin anew",
    "undesigned_step:purchase/sales_chat_started": "13 % of the first buyers chat with sales",
    "visibility_breach:engineer_fix": "engineers write 20 % of their notes to the customer",
    "wrong_branch:connect_bank|upload_statement": "12 % connect a bank and upload a statement",
    "wrong_branch:connect_bank.share": "half of the others connect a bank, not 70 %",
    "wrong_channel:open_ticket": "one ticket in eleven is a call",
    "wrong_order:triage>first_reply": "13 % of the tickets are answered before they are assigned",
    "wrong_role:resolve": "9 % of the tickets are solved by engineers",
}
"""Gaps of the simulated service, and how each comes about."""

FOLLOWS = {
    "broken_rule:R2": "skipped_step:first_reply",  # solved without an answer
    "broken_rule:R3": "late_step:send_receipt",  # receipts that never came
    "dropped_handoff:charge>send_receipt": "late_step:send_receipt",
    "low_reach:signup": "abandonment:signup",
    "slow_stage:signup.limit": "abandonment:signup",
    "slow_system:charge>send_receipt": "late_step:send_receipt",
    "undesigned_path:connect_bank>upload_statement": "wrong_branch:connect_bank|upload_statement",
    "undesigned_path:first_reply>triage": "wrong_order:triage>first_reply",
    "undesigned_path:triage>engineer_fix": "skipped_step:first_reply",
    "undesigned_path:triage>exchange": "skipped_step:first_reply",
    "undesigned_path:triage>resolve": "skipped_step:first_reply",
}
"""Gaps that are no news once another is known: the same fact, or its direct consequence.

Not each of them is large enough to be confirmed in every simulation; none may appear besides.
"""
