"""Every reason to refuse a package: a code for the department's clerk, one sentence for everybody.

The codes are part of the format (docs/package-format.md) and never change their meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ymh_desktop.domain.errors import UserError

_ORIGINAL = "请向发送方要原始文件。"
_DO_NOT_USE = "请不要使用这个文件，并向发送方核实。"
_REPACKED = "文件被重新打包过，请要原始文件"
_NOT_REPACK = "不要解压后再压缩，直接发送导出时生成的那个文件。"
_REPORT_FAULT = "请把错误代码告诉发送方，让对方重新导出。"

# code → (what is wrong, without the final stop; what to do)
_SENTENCES: dict[str, tuple[str, str]] = {
    # container
    "E101": ("这个文件不是上报包，或者没有传完整", "请重新下载或重新拷贝原始文件。"),
    "E102": ("这个文件用了分卷或超大压缩格式", "请要原始文件，不要分卷，也不要重新压缩。"),
    "E103": ("文件内部前后对不上，可能被改动过", _ORIGINAL),
    "E104": ("文件里有加了密码的内容", "请对方不要加密码，直接发送导出时生成的那个文件。"),
    "E105": (_REPACKED + "（里面多了附加信息）", _NOT_REPACK),
    "E106": (_REPACKED + "（内容被压缩过）", _NOT_REPACK),
    "E107": (_REPACKED + "（里面多了文件夹或快捷方式）", _NOT_REPACK),
    "E108": ("文件里有不允许的文件名", _DO_NOT_USE),
    "E109": ("文件里有两个同名的文件", _DO_NOT_USE),
    "E110": ("文件太大，超过了可以接收的上限", "请对方减少照片或分几次发送。"),
    "E111": ("文件里的文件太多，超过了可以接收的上限", "请对方减少照片或分几次发送。"),
    "E112": ("文件里有一个文件太大，超过了上限", "请对方缩小这个文件后重新导出。"),
    "E113": (_REPACKED + "（开头的类型标记不在原位）", _NOT_REPACK),
    "E114": ("文件里没有签名或签名清单", "这不是签过名的上报包，" + _ORIGINAL),
    "E115": ("刚导出的文件与规定的写法不完全一致", "请重新导出一次；仍然不行，请导出诊断包联系我们。"),
    # manifest
    "E201": ("签名清单里有不允许的内容", _DO_NOT_USE),
    "E202": ("签名清单看不懂", _REPORT_FAULT),
    "E203": ("签名清单用了不接受的校验算法", _REPORT_FAULT),
    "E204": ("签名清单把同一个文件列了两次", _REPORT_FAULT),
    # signature
    "E301": ("签名文件的格式不对", _REPORT_FAULT),
    "E302": ("签名里的签名人不是正好一个", _REPORT_FAULT),
    "E303": ("签名用了不安全或不接受的算法", "请对方升级程序后重新导出。"),
    "E304": ("签名缺少规定的内容，或同一项写了两次", _REPORT_FAULT),
    "E305": ("签名里的证书与签名对不上", _DO_NOT_USE),
    "E306": ("签名清单在签名以后被改动过", _DO_NOT_USE),
    "E307": ("签名不正确，文件可能被改动过", _DO_NOT_USE),
    "E308": ("签名人不在信任名单里，或不满足要求", "请先照对方盖章的公函或登记表核对指纹，一致再登记对方的证书。"),
    "E309": ("签名用的密钥已经作废", "请对方用新密钥重新导出。"),
    "E310": ("签名时证书还没有生效或已经过期", "请对方检查电脑日期，必要时换新密钥后重新导出。"),
    "E311": (
        "签名时间比现在还晚",
        "请先看本机右下角的日期和时间对不对，改好再打开一次；本机是对的，请对方改好电脑的日期和时间，重新发一份。",
    ),
    "E312": ("签名文件太大或带的证书太多", _DO_NOT_USE),
    # second, national profile: these codes are reserved; this version refuses with E320 whoever asks for the profile
    "E320": ("缺少接收方要求的签名种类", "请与接收方确认要求哪一种签名。"),
    "E321": ("国密签名不正确", _DO_NOT_USE),
    "E322": ("国密校验值与文件对不上", _DO_NOT_USE),
    # files
    "E401": ("文件里有没有签过名的多余文件", _DO_NOT_USE),
    "E402": ("文件里缺少签过名的文件", _ORIGINAL),
    "E403": ("有文件在签名以后被改动过", _DO_NOT_USE),
    "E404": ("有文件在传送中损坏", "请重新下载或重新拷贝原始文件。"),
    # data
    "E501": ("数据文件太大", _REPORT_FAULT),
    "E502": ("数据文件的文字格式不对", _REPORT_FAULT),
    "E503": ("数据文件的层次太深或内容太多", _REPORT_FAULT),
    "E504": ("数据文件里同一项写了两次", _REPORT_FAULT),
    "E505": ("数据文件里有不接受的数字", _REPORT_FAULT),
    "E506": ("数据文件的内容不符合规定", _REPORT_FAULT),
    "E507": ("里面的内容加了密，用本机的密钥打不开", "请对方用您现在的证书重新导出，或者不加密导出。"),
    # identity and order
    "E601": ("文件的格式或种类本程序不认识", "请升级程序后再试；仍然不行，请向发送方核实。"),
    "E602": ("这个文件由更高版本的程序生成", "请升级程序后再打开；文件和本机数据都没有改动。"),
    "E603": ("文件里写的签名密钥与实际签名的密钥不同", _DO_NOT_USE),
    "E604": ("文件里写的单位与签名证书的单位不同", "登记时写错了代码的，请重新登记；没写错的，不要用，向发送方核实。"),
    "E605": ("这个文件不是发给本单位的", "请核对收件单位后再打开。"),
    "E606": ("这个文件已经收过了", "不用再收，本机数据没有改动。"),
    "E607": ("文件里写的生成时间与签名时间不同", _REPORT_FAULT),
    "E608": ("文件的序号比已经收到的还小，可能是旧文件", "请对方从最新的数据重新导出。"),
    "E609": ("文件接不上上一次收到的文件", "请对方核对上次上报的记录后重新导出。"),
    "E610": ("信任名单比本机已有的还旧", "请使用最新的信任名单。"),
}


@dataclass(frozen=True, slots=True)
class CodeSentence:
    """What a code says to a person."""

    code: str
    problem: str
    advice: str


CODES: Mapping[str, CodeSentence] = MappingProxyType(
    {code: CodeSentence(code, problem, advice) for code, (problem, advice) in _SENTENCES.items()}
)

WARNINGS: Mapping[str, str] = MappingProxyType(
    {
        "W310": "签名后证书已经到期，请对方下次用新密钥签名。",
        "W320": "文件里带有国密签名，本程序这一版没有核对它。",
        "W506": "有数据文件的种类本程序不认识，没有读取。",
        "W507": "里面的内容加了密，只有收件部门能看；这里只核对了签名。",
        "W608": "中间有上报包没有收到，请向发送方核对。",
    }
)


@dataclass(frozen=True, slots=True)
class PackageWarning:
    """Something to tell a person about a package that is accepted all the same."""

    code: str
    detail: str = ""

    @property
    def sentence(self) -> str:
        text = WARNINGS[self.code]
        return f"{text.removesuffix('。')}：{self.detail}。" if self.detail else text


class PackageRefused(UserError):
    """The package cannot be trusted or understood; nothing of it was used and nothing of ours was changed."""

    def __init__(self, code: str, detail: str = "") -> None:
        known = CODES[code]
        super().__init__(
            problem=f"{known.problem}：{detail}。" if detail else f"{known.problem}。",
            advice=known.advice,
        )
        self.code = code
        self.detail = detail


def printable(text: str, longest: int = 80) -> str:
    """Text out of a foreign file, made safe to show: no control, bidi or invisible characters, not endless."""
    shown = "".join(sign if sign.isprintable() else "□" for sign in text[: longest + 1])
    return f"{shown[:longest]}…" if len(shown) > longest else shown
