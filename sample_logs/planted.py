"""What is wrong with the simulated service: the gaps planted in it, and what follows from them."""

from __future__ import annotations

PLANTED = (
    "abandonment:signup",
    "broken_rule:R1",
    "dropped_handoff:engineer_fix>resolve",
    "failed_touchpoint:payment_failed",
    "forbidden_step:reopen",
    "late_step:first_reply",
    "late_step:send_receipt",
    "long_wait:support.frontstage",
    "low_emotion:support",
    "low_reach:first_use",
    "repeated_step:resend_verification",
    "silence:support",
    "skipped_step:create_lead",
    "skipped_step:first_reply",
    "slow_stage:first_use.p50",
    "slow_stage:support.p50",
    "slow_stage:support.p90",
    "slow_system:charge>close_deal",
    "undesigned_path:connect_bank>start_setup",
    "undesigned_step:purchase/sales_chat_started",
    "visibility_breach:engineer_fix",
    "wrong_branch:connect_bank|upload_statement",
    "wrong_channel:open_ticket",
    "wrong_order:triage>first_reply",
    "wrong_role:resolve",
)
"""Gaps of the simulated service; where each comes from stands in the module of its stage."""

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
