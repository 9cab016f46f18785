"""What the command line understands."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from ymh_desktop.cli.exchange_arguments import add_exchange
from ymh_desktop.cli.town_arguments import add_town
from ymh_desktop.domain.errors import UserError

WINDOW = "window"
FAILED = 1  # the exit code of a command that could not be carried out


class WrongArguments(UserError):
    """The command line cannot be understood."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"命令写得不对：{problem}。", "用 ymh-desktop --help 看有哪些命令。")


class _Parser(argparse.ArgumentParser):
    """argparse with Chinese errors that are raised, not printed."""

    def error(self, message: str) -> NoReturn:
        raise WrongArguments(_in_chinese(message))

    def format_help(self) -> str:
        return (
            super()
            .format_help()
            .replace("usage:", "用法：", 1)
            .replace("\noptions:", "\n选项：")
            .replace("\npositional arguments:", "\n内容：")
        )


_SAYINGS = (
    ("the following arguments are required:", "缺少"),
    ("unrecognized arguments:", "不认识"),
    ("invalid choice:", "没有这个命令"),
    ("expected one argument", "后面要跟一个值"),
    ("invalid int value:", "应是整数"),
    ("not allowed with argument", "不能同时用"),
)


def _in_chinese(message: str) -> str:
    for english, chinese in _SAYINGS:
        if english in message:
            rest = message.split(english, 1)[1].split("(choose from")[0].strip()
            name = message.split(":", 1)[0].removeprefix("argument ").strip() if message.startswith("argument") else ""
            return f"{name} {chinese} {rest}".strip()
    return "参数有误"


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The parsed command line; `command` is WINDOW when none was given. Raises WrongArguments; --help exits."""
    parser = _Parser(prog="ymh-desktop", description="双重预防桌面版", add_help=False)
    parser.add_argument("--help", "-h", action="help", help="显示本说明")
    parser.add_argument("--version", action="store_true", help="显示四个版本号")
    parser.add_argument("--data", type=Path, metavar="文件夹", help="数据文件夹；不写就用默认的")
    parser.add_argument("--demo", action="store_true", help="打开窗口前先填好演示企业（只用于空文件夹）")
    parser.add_argument("--open", type=Path, nargs="?", metavar="文件", help="打开窗口，并看这个上报或收到的文件")
    parser.add_argument("--probe-start", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(command=WINDOW)
    commands = parser.add_subparsers(dest="command", metavar="命令", title="命令", parser_class=_Parser)
    commands.required = False

    def add(name: str, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text, add_help=False)
        command.add_argument("--help", "-h", action="help", help="显示本说明")
        return command

    add("demo", "在空的数据文件夹里填一家演示企业").add_argument(
        "--year", action="store_true", help="再过一年的日常检查和隐患整改（要等一两分钟）"
    )
    add("today", "今天要做的检查").add_argument("--json", action="store_true", help="结果写成 JSON")
    checks = add("checks", "一段日子里应查、已查和没查的检查；不写日期就是这个月")
    checks.add_argument("--month", metavar="月份", help="例如 2026-11")
    checks.add_argument("--from", dest="first", metavar="日期", help="从哪天起，例如 2026-11-01")
    checks.add_argument("--to", dest="last", metavar="日期", help="到哪天止")
    checks.add_argument("--json", action="store_true", help="结果写成 JSON")
    dangers = add("hidden-dangers", "隐患清单，最前面是查改率和按期率")
    which = dangers.add_mutually_exclusive_group()
    which.add_argument("--open", action="store_true", help="只要没销号的")
    which.add_argument("--overdue", action="store_true", help="只要超期的")
    dangers.add_argument("--major", action="store_true", help="只要重大隐患")
    dangers.add_argument("--from", dest="first", metavar="日期", help="哪天起发现的，例如 2026-11-01")
    dangers.add_argument("--to", dest="last", metavar="日期", help="到哪天止")
    dangers.add_argument("--code", metavar="编号", help="只要这一条，例如 Y-0003；和 --out 一起用就打印它的档案")
    dangers.add_argument("--out", type=Path, metavar="文件", help="把这一条的档案写成 PDF")
    dangers.add_argument("--json", action="store_true", help="结果写成 JSON")
    figures = add("statistics", "一段时间的数字统计；不写时间就是本季度")
    when = figures.add_mutually_exclusive_group()
    when.add_argument("--quarter", metavar="季度", help="例如 2026Q3")
    when.add_argument("--year", metavar="年份", help="例如 2026")
    when.add_argument("--month", metavar="月份", help="例如 2026-09")
    told = figures.add_mutually_exclusive_group()
    told.add_argument("--json", action="store_true", help="结果写成 JSON")
    told.add_argument("--out", type=Path, metavar="文件", help="把统计分析表写成 PDF 或 xlsx")
    people = add("people", "人员；加 --tasks 看人人有任务：谁有卡、签收、三问答对、本周做了")
    people.add_argument("--tasks", action="store_true", help="四样齐不齐")
    people.add_argument("--json", action="store_true", help="结果写成 JSON")
    due = add("due", "到期提醒：过期和快到期的证件、检验、演练、合同")
    due.add_argument("--all", action="store_true", help="没到期的也列出来")
    due.add_argument("--json", action="store_true", help="结果写成 JSON")
    for name, text in (
        ("cards", "岗位安全风险告知卡（PDF）"),
        ("check-tables", "安全检查表（PDF）"),
        ("register", "安全风险分级管控清单（PDF 或 xlsx）"),
    ):
        add(name, text).add_argument("--out", type=Path, required=True, metavar="文件", help="写到哪个文件")
    documents = add("documents", "材料：list 列出有哪些，make 做一份（PDF、docx 或 xlsx）")
    documents.add_argument("action", choices=("list", "make"), metavar="list|make", help="做什么")
    documents.add_argument("name", nargs="?", metavar="材料", help="材料的名称或编号，make 时要写")
    documents.add_argument("--out", type=Path, metavar="文件", help="写到哪个文件；不写就写成 PDF 放在当前文件夹")
    documents.add_argument("--json", action="store_true", help="结果写成 JSON")
    bound = add("binder", "整本档案：一个 PDF 和一个文件夹，最后一行是文件的位置")
    bound.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹")
    bound.add_argument("--changed", action="store_true", help="只要上次以后变了的材料")
    export = add("export", "签名导出上报文件，最后一行是文件的位置；分成几个的，每个一行")
    export.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹")
    lists = add("lists", "全部清单存成一个 Excel 文件，一种一张表")
    lists.add_argument("--out", type=Path, required=True, metavar="文件", help="存成这个 .xlsx 文件")
    export.add_argument(
        "--period", metavar="时间", help="报哪一段：2026Q4、2026-12；不写就报上一期没报的，没有就报这一期"
    )
    export.add_argument("--full-register", action="store_true", help="连同全部风险，不只重大风险")
    export.add_argument("--general-dangers", action="store_true", help="连同一般隐患")
    export.add_argument("--answers", action="store_true", help="连同督办的办理情况和回复")
    export.add_argument("--photos", action="store_true", help="连同隐患整改前后的照片")
    export.add_argument("--sealed", action="store_true", help="加密，只有登记过证书的部门能看")
    export.add_argument(
        "--largest", metavar="兆", help="一个文件最多多少兆，超过就分成几个；记住，以后不用再写；空的取消"
    )
    add("certificate", "写出签名证书（PEM），交给镇里").add_argument(
        "--out", type=Path, required=True, metavar="文件", help="写到哪个文件"
    )
    verify = add("verify", "检查一个上报文件：打印 OK，或代码和原因")
    verify.add_argument("file", type=Path, metavar="文件", help="上报文件")
    verify.add_argument("--trust", type=Path, metavar="证书", help="信任的证书（PEM）；不写就用本机自己的")
    verify.add_argument("--json", action="store_true", help="结果写成 JSON")
    library = add("library", "行业库：检查、列出、看一条、统计、比较两份")
    actions = ("check", "list", "show", "stats", "diff")
    library.add_argument("action", choices=actions, metavar="|".join(actions), help="做什么")
    library.add_argument(
        "what",
        nargs="*",
        metavar="内容",
        help="show 后面写编号；diff 后面写旧的和新的文件夹（写“自带”就是程序自带的那份）",
    )
    library.add_argument("--json", action="store_true", help="结果写成 JSON")
    update = add("update", "看一个升级包会改什么；加 --install 就备份并交给安装程序")
    update.add_argument("file", type=Path, metavar="文件", help="升级包")
    update.add_argument("--install", action="store_true", help="备份，然后开始安装")
    add_exchange(add)
    add_town(add)
    backup = add("backup", "备份数据，打印备份的位置")
    backup.add_argument("--out", type=Path, required=True, metavar="文件夹", help="备份到哪个文件夹")
    restore = add("restore", "从备份恢复；原来的数据另外留着，打印它在哪里")
    restore.add_argument(
        "backup", type=Path, metavar="备份", help="备份的文件夹；里面有几份的，用最新的一份；数据打不开时也能用"
    )
    doctor = add("doctor", "检查数据文件夹，只看不改")
    doctor.add_argument("--json", action="store_true", help="结果写成 JSON")
    phone = add("phone", "打开手机端（不开窗口）；或列出、解除绑定的手机")
    phone.add_argument("--address", metavar="地址", help="这台电脑在厂里网络的地址；不写就自己找")
    phone.add_argument("--name", metavar="名字", help="手机用的另一个名字，例如 office-pc.local")
    what = phone.add_mutually_exclusive_group()
    what.add_argument("--pair", metavar="姓名", help="给这个人绑定一部手机：显示只能用一次的二维码")
    what.add_argument("--list", action="store_true", help="列出绑定的手机")
    what.add_argument("--revoke", metavar="编号", help="解除一部手机的绑定，例如 2")
    phone.add_argument("--json", action="store_true", help="清单写成 JSON")
    add("self-test", "在临时文件夹里试一遍全部功能，结果写到日志").add_argument("log", type=Path, metavar="日志")
    arguments = parser.parse_args(argv)
    arguments.command = arguments.command or WINDOW
    return arguments


def say_error(error: UserError) -> None:
    """Problem and what to type next, and the code of a refused package where there is one."""
    code = getattr(error, "code", None)
    print(f"{f'{code} ' if code else ''}{error.problem}{error.command}", file=sys.stderr)
