"""Words that stand before what is asked and answered, in many languages, folded."""

from __future__ import annotations

from index.places import fold

ASKS = frozenset(
    fold(word)
    for word in (
        "q question interviewer int host moderator reporter journalist pregunta entrevistador"
        " entrevistadora frage interviewerin pergunta entrevistadores domanda intervistatore"
        " intervistatrice intervieweur intervieweuse soru muhabir вопрос корреспондент журналист"
        " интервьюер питання запитання кореспондент журналіст интервьюерка 问 問 提问 采访者 採訪者"
        " 记者 記者 主持人 質問 聞き手 インタビュアー 질문 기자 ถาม คำถาม ผู้สัมภาษณ์ प्रश्न सवाल"
        " سؤال السؤال المحاور المحاورة الصحفي الصحفية سوال پرسش خبرنگار مصاحبه‌گر"
        " שאלה מראיין מראיינת".split()
    )
)
REPLIES = frozenset(
    fold(word)
    for word in (
        "answer interviewee respondent narrator guest informant participant respuesta entrevistado"
        " entrevistada réponse antwort resposta risposta intervistato intervistata yanıt cevap"
        " ответ відповідь 答 受访者 受訪者 回答 答え 話し手 대답 답변 ตอบ คำตอบ ผู้ให้สัมภาษณ์"
        " उत्तर जवाब جواب الجواب الضيف الضيفة پاسخ תשובה מרואיין מרואיינת".split()
    )
)
# Single letters, which mean a question and an answer only side by side.
LETTERS = tuple(
    fold(pair).split("/")
    for pair in "q/a q/r p/r f/a d/r v/a s/c в/о п/в з/в س/ج ש/ת 문/답 ถ/ต प्र/उ".split()
)
