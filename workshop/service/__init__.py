"""The class service: pages of trainees and of the facilitator over one small database.

Theory of operation: ``supervisor`` (the process of ``iku workshop``) starts three children, each in its own
process: ``front`` (the public address), ``app`` (this service, loopback only) and the simulators' Voila
(loopback only). Grading runs in a child of the service, the examiner that holds the keys in another.
A child that dies is started again; nothing that was acknowledged lives in memory alone.
"""
