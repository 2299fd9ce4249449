"""``iku demo --room``: the whole room played in Chromium for somebody who has never run a class.

Theory of operation: ``running`` starts a real ``iku workshop`` on loopback in a folder that goes away again;
``browsers`` gives every person a browser of their own (phones, laptops, the desk, the wall) that notices what leaves
the machine, what fails and what does not fit; ``scenes`` are the day in its order, done with fingers and keys only;
``play`` walks through them, keeps time, and goes on after a fault; ``report`` shows the pictures. Only the right
answers come from outside the pages: they are computed from the secret of the class, as the grader does.
"""
