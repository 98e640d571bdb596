"""Texts on which a compiled encoder must agree with the original: of all lengths and scripts."""

from __future__ import annotations

PROBES = (
    "Why did you leave?",
    "ok",
    "Who pays the lawyers of families whose relatives are held without charge?",
    "  What happened on 14 May 2031, at about 3:30 a.m.?  ",
    "THE RADIO SAYS WHAT THE MINISTRY SAYS",
    "harbour archive letters founder",
    "They told me to go home and I said that this is home.",
    "No. Nobody counted the fishers, so nobody missed us; we lost 2.5 tonnes of salt.",
    "After the election the observers were sent away, and three of my colleagues were detained for "
    "nine days. We were told that it was for our own safety, which nobody believed.",
    "My brother called from the border. He had no papers, no money and one shoe, and he laughed.",
    "Valdoria. Mira Dolen: Who helps families now? The Harbour Archive pays for lawyers. It is "
    "slow work, but it holds, because people send what they can: ten coins, a sack of flour.",
    "¿Qué pasó con las familias que se quedaron?",
    "Die Wahlen wurden verschoben, und niemand wusste, auf wann.",
    "Nous n’avons jamais reçu de réponse.",
    "Что случилось с вашим братом?",
    "ما الذي حدث لعائلتك؟",
    "他们为什么离开了村子？",
    "Üç gün boyunca hiçbir haber alamadık.",
    "naïve café – “quoted” … (brackets) [more] https://example.org/a?b=c 100 % €5",
    "It was raining. " * 60,
    "We walked for eleven days, mostly at night, along the river and then along the railway, and "
    "at each station somebody was missing whom we had not seen leave. " * 8,
)
