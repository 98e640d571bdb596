"""Interviews in many languages, all of them invented, with the sentences that they consist of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Talk:
    """An interview of two questions; `answers` holds the sentences of each answer.

    `asked` is a question of somebody else in that language, in other forms of the words, and
    `said` the sentence that answers it.
    """

    code: str
    country: str
    speaker: str
    labels: tuple[str, str]
    questions: tuple[str, str]
    answers: tuple[tuple[str, ...], tuple[str, ...]]
    asked: str
    said: str
    between: str = " "
    colon: str = ": "
    rtl: bool = False

    @property
    def text(self) -> str:
        """The interview as a text file has it."""
        ask, reply = self.labels
        lines = [f"Country: {self.country}", f"Interviewee: {self.speaker}", ""]
        for question, answer in zip(self.questions, self.answers, strict=True):
            lines += [f"{ask}{self.colon}{question}", ""]
            lines += [f"{reply}{self.colon}{self.between.join(answer)}", ""]
        return "\n".join(lines)


TALKS = (
    Talk(
        "ar", "تمرين", "ميرا دولن", ("س", "ج"),
        ("لماذا غادرتم القرية؟", "من يساعد الصيادين اليوم؟"),
        (
            ("أخذ الجنود القوارب من الميناء ليلاً.", "هل كان عندنا مكان آخر نذهب إليه؟", "بقينا ثلاثة أيام بلا خبز."),
            ("المعلمة القديمة توزع الملح على البيوت.", "لا أحد غيرها يطرق الباب!"),
        ),
        "ماذا فعلت المعلمة بالملح في البيوت؟", "المعلمة القديمة توزع الملح على البيوت.", rtl=True,
    ),
    Talk(
        "he", "תמרין", "מירה דולן", ("ש", "ת"),
        ("למה עזבתם את הכפר?", "מי עוזר לדייגים היום?"),
        (
            ("החיילים לקחו את הסירות מהנמל בלילה.", "לאן יכולנו ללכת?", "נשארנו שלושה ימים בלי לחם."),
            ("המורה הזקנה מחלקת מלח לכל הבתים ברחוב.", "אף אחד אחר לא דופק בדלת!"),
        ),
        "מה קרה לסירות שהיו בנמל?", "החיילים לקחו את הסירות מהנמל בלילה.", rtl=True,
    ),
    Talk(
        "fa", "تامرین", "میرا دولن", ("پرسش", "پاسخ"),
        ("چرا روستا را ترک کردید؟", "امروز چه کسی به ماهیگیران کمک می‌کند؟"),
        (
            ("سربازها شبانه قایق‌ها را از بندر بردند.", "کجا می‌توانستیم برویم؟", "سه روز بدون نان ماندیم."),
            ("معلم پیر نمک را میان خانه‌ها پخش می‌کند.", "هیچ کس دیگری در نمی‌زند!"),
        ),
        "معلم با نمک چه کرد؟", "معلم پیر نمک را میان خانه‌ها پخش می‌کند.", rtl=True,
    ),
    Talk(
        "zh", "塔姆林", "米拉", ("问", "答"),
        ("你们为什么离开村子？", "现在谁帮助渔民？"),
        (
            ("士兵夜里把港口的船都拖走了。", "我们还能去哪里呢？", "我们三天没有吃到面包。"),
            ("老教师把盐分给每一家。", "没有别人来敲门！"),
        ),
        "港口的船怎么了？", "士兵夜里把港口的船都拖走了。", between="", colon="：",
    ),
    Talk(
        "ja", "タムリン", "ミラ", ("質問", "回答"),
        ("なぜ村を離れたのですか？", "今、漁師を助けているのは誰ですか？"),
        (
            ("兵士たちは夜に港の船を持って行きました。", "「出て行け。」と隊長は言いました。", "三日間パンがありませんでした。"),
            ("年老いた先生が家々に塩を配っています。", "ほかには誰も来ません！"),
        ),
        "先生は塩をどうしましたか？", "年老いた先生が家々に塩を配っています。", between="", colon="：",
    ),
    Talk(
        "th", "ทัมริน", "มีรา", ("ถาม", "ตอบ"),
        ("ทำไมพวกคุณจึงออกจากหมู่บ้าน?", "ตอนนี้ใครช่วยชาวประมง?"),
        (
            ("ทหารเอาเรือไปจากท่าเรือตอนกลางคืนค่ะ", "พวกเราไม่มีขนมปังกินสามวัน"),
            ("ครูแก่แจกเกลือให้ทุกบ้านค่ะ", "ไม่มีใครอื่นมาเคาะประตูเลย"),
        ),
        "ครูทำอะไรกับเกลือ", "ครูแก่แจกเกลือให้ทุกบ้านค่ะ",
    ),
    Talk(
        "es", "Tamrina", "Mira Dolen", ("P", "R"),
        ("¿Por qué se marcharon ustedes de la aldea?", "¿Quién ayuda hoy a los pescadores?"),
        (
            ("Los soldados se llevaron las barcas del puerto por la noche.", "Yo les dije que no.", "¿Adónde íbamos a ir nosotros?", "El Sr. Ríos se quedó tres días sin pan."),
            ("La maestra vieja reparte la sal entre las casas.", "¡Nadie más llama a la puerta!"),
        ),
        "¿Qué hacían las maestras con la sal de cada casa?", "La maestra vieja reparte la sal entre las casas.",
    ),
    Talk(
        "fr", "Tamrine", "Mira Dolen", ("Question", "Réponse"),
        ("Pourquoi avez-vous quitté le village ?", "Qui aide aujourd’hui les pêcheurs ?"),
        (
            ("Les soldats ont emporté les bateaux du port pendant la nuit.", "Où pouvions-nous aller ?", "M. Rivel est resté trois jours sans pain."),
            ("La vieille institutrice distribue le sel dans les maisons.", "Personne d’autre ne frappe à la porte !"),
        ),
        "À quelle maison l’institutrice distribuait-elle du sel ?", "La vieille institutrice distribue le sel dans les maisons.",
    ),
    Talk(
        "de", "Tamrinien", "Mira Dolen", ("Frage", "Antwort"),
        ("Warum haben Sie das Dorf verlassen?", "Wer hilft heute den Fischern?"),
        (
            ("Die Soldaten haben am 3. Mai die Boote aus dem Hafen geholt.", "Wohin hätten wir denn gehen sollen?", "Dr. Holm hatte drei Tage lang kein Brot."),
            ("Die alte Lehrerin verteilt das Salz an die Häuser.", "Niemand sonst klopft an die Tür!"),
        ),
        "Welches Haus bekam Salz, und von welcher Lehrerin?", "Die alte Lehrerin verteilt das Salz an die Häuser.",
    ),
    Talk(
        "tr", "Tamrinya", "Mira Dolen", ("Soru", "Yanıt"),
        ("Köyden neden ayrıldınız?", "Bugün balıkçılara kim yardım ediyor?"),
        (
            ("Askerler gece limandaki kayıkları alıp götürdü.", "Nereye gidebilirdik ki?", "IŞIK üç gün boyunca yanmadı."),
            ("Yaşlı öğretmen evlere tuz dağıtıyor.", "Başka kimse kapıyı çalmıyor!"),
        ),
        "Köyde ışıklar kaç gün yanmadı?", "IŞIK üç gün boyunca yanmadı.",
    ),
    Talk(
        "ru", "Тамрин", "Мира Долен", ("Вопрос", "Ответ"),
        ("Почему вы уехали из деревни?", "Кто сегодня помогает рыбакам?"),
        (
            ("Солдаты ночью увели лодки из гавани.", "Куда нам было идти?", "Мы в 2031 г. три дня сидели без хлеба."),
            ("Старая учительница раздаёт соль по домам.", "Больше никто не стучит в дверь!"),
        ),
        "Что учительница делала с солью в каждом доме?", "Старая учительница раздаёт соль по домам.",
    ),
    Talk(
        "uk", "Тамрін", "Міра Долен", ("Питання", "Відповідь"),
        ("Чому ви поїхали з села?", "Хто сьогодні допомагає рибалкам?"),
        (
            ("Солдати вночі забрали човни з гавані.", "Куди нам було йти?", "Ми п’ять днів сиділи без хліба."),
            ("Стара вчителька роздає сіль по хатах.", "Більше ніхто не стукає у двері!"),
        ),
        "Що вчительки робили з човнами у гавані?", "Солдати вночі забрали човни з гавані.",
    ),
    Talk(
        "hi", "तमरीन", "मीरा दोलन", ("प्रश्न", "उत्तर"),
        ("आप लोगों ने गाँव क्यों छोड़ा?", "आज मछुआरों की मदद कौन करता है?"),
        (
            ("सिपाही रात में बंदरगाह से नावें ले गए।", "हम कहाँ जा सकते थे?", "हम तीन दिन बिना रोटी के रहे।"),
            ("बूढ़ी अध्यापिका घरों में नमक बाँटती है।", "और कोई दरवाज़ा नहीं खटखटाता!"),
        ),
        "बंदरगाह की नावों का क्या हुआ?", "सिपाही रात में बंदरगाह से नावें ले गए।",
    ),
)  # fmt: skip
ENGLISH = """Country: Orlund
Interviewee: Tomas Ek

Q: Why did you stay in Orlund?

A: The sea was all that we had, and nobody asked us. We mended the nets at night.

Q: Who came back from Valdoria?

A: My brother came back with a letter, and he told us nothing about the prison.
"""
