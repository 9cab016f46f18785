"""What the command `town` understands."""

import argparse
from collections.abc import Callable
from pathlib import Path

from ymh_desktop.domain.demands import DemandKind
from ymh_desktop.domain.words import label

_BECAUSE = "可以写多次；不写编号就是整份材料；同一编号有几条的，编号后面空一格再写几个字，例如 S-0003 皮带=没有护罩"
ORDER_KINDS = ("supervision", "shutdown", "rectify", "opinion")


def add_town(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """The subcommands, on the parser that `add` makes: see `cli.arguments`."""
    parser = add("town", "镇里用的工具包：登记密钥、收和看上报包、回执、退回、督办、清单、总表")
    actions = parser.add_subparsers(dest="action", metavar="做什么", title="做什么", parser_class=type(parser))
    actions.required = True

    def action(name: str, text: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = actions.add_parser(name, help=text, description=text, add_help=False)
        made.add_argument("--help", "-h", action="help", help="显示本说明")
        made.add_argument("--data", dest="town_data", type=Path, metavar="文件夹", help="镇里的数据文件夹")
        return made

    init = action("init", "第一次用：生成镇里的签名密钥、证书和公函")
    init.add_argument("--name", required=True, metavar="名称", help="部门名称，例如 示例镇应急管理办公室")
    init.add_argument("--code", required=True, metavar="代码", help="部门代码，例如行政区划代码或统一社会信用代码")
    init.add_argument("--contact", metavar="联系方式", help="印在回执和督办单上")
    init.add_argument("--lost", action="store_true", help="换了电脑或密钥丢了，旧的不能用：生成新密钥")
    trust = action("trust", "登记或作废企业的密钥，导入应报企业名单，发布信任名单；什么都不写就列出来")
    trust.add_argument("--add", type=Path, metavar="证书", help="企业的证书（.pem）")
    trust.add_argument("--fingerprint", metavar="指纹", help="盖章登记表上的指纹，至少最后 8 位")
    trust.add_argument("--village", metavar="村", help="企业在哪个村")
    trust.add_argument("--industry", metavar="行业", help="企业的行业")
    trust.add_argument("--revoke", metavar="指纹", help="作废这个密钥")
    trust.add_argument("--reason", metavar="原因", help="作废的原因")
    trust.add_argument("--roster", type=Path, metavar="名单", help="应报企业名单（xlsx、xls 或 csv）")
    trust.add_argument("--out", type=Path, metavar="文件夹", help="发布信任名单，写到哪个文件夹")
    receiving = action("receive", "收上报包（可以写文件夹），核对、入库、写回执")
    receiving.add_argument("files", nargs="+", type=Path, metavar="文件", help="上报文件或文件夹")
    receiving.add_argument("--no-receipt", action="store_true", help="先不写回执")
    receiving.add_argument("--out", type=Path, metavar="文件夹", help="回执写到哪个文件夹")
    receiving.add_argument("--json", action="store_true", help="每个文件一行 JSON")
    looking = action("open", "核对一个上报包，把里面的文件放进一个新文件夹；加密的会解开")
    looking.add_argument("file", type=Path, metavar="文件", help="上报文件")
    looking.add_argument("--out", type=Path, required=True, metavar="文件夹", help="放到哪个文件夹，要空的")
    accepting = action("receipt", "收下：给一家企业的上报写回执；已经写过的再写一份")
    accepting.add_argument("--code", required=True, metavar="信用代码", help="企业的统一社会信用代码")
    accepting.add_argument(
        "--number", type=int, metavar="第几号", help="哪一号上报；不写就是最新的；分成几个文件的只写一份"
    )
    accepting.add_argument("--note", metavar="说明", help="另外要说的")
    accepting.add_argument("--out", type=Path, metavar="文件夹", help="写到哪个文件夹")
    back = action("return", "退回一家企业最近的上报，每条写明原因")
    back.add_argument("--code", required=True, metavar="信用代码", help="企业的统一社会信用代码")
    back.add_argument("--because", action="append", metavar="编号=原因", help=_BECAUSE)
    back.add_argument("--due", metavar="日期", help="重新上报的期限，例如 2026-12-05")
    back.add_argument("--note", metavar="说明", help="另外要说的")
    back.add_argument("--out", type=Path, metavar="文件夹", help="写到哪个文件夹")
    order = action("order", "给一家企业发督办单、责令或检查意见；--close 办结")
    order.add_argument("--code", required=True, metavar="信用代码", help="企业的统一社会信用代码")
    order.add_argument("--number", required=True, metavar="文号", help="例如 督〔2026〕3号")
    order.add_argument("--kind", default=ORDER_KINDS[0], metavar="种类", help=kinds_words())
    order.add_argument("--item", action="append", metavar="事项", help="隐患编号（Y-0003）或新的问题；=后面写要求")
    order.add_argument("--title", metavar="事由", help="事由")
    order.add_argument("--demands", metavar="要求", help="总的要求")
    order.add_argument("--basis", metavar="依据", help="依据")
    order.add_argument("--due", metavar="日期", help="期限，例如 2026-12-31")
    order.add_argument("--close", metavar="意见", help="办结这张督办，写明核查意见")
    order.add_argument("--out", type=Path, metavar="文件夹", help="写到哪个文件夹")
    listing = action("list", "企业清单；写信用代码就看一企一档")
    listing.add_argument("--code", metavar="信用代码", help="只看这一家，带历次上报和每次的变化")
    listing.add_argument("--overdue", action="store_true", help="超期的重大隐患")
    listing.add_argument("--orders", action="store_true", help="没办结的督办")
    listing.add_argument("--json", action="store_true", help="结果写成 JSON")
    report = action("report", "给安委办的总表（Excel）：覆盖率和查改率，按行业、按村")
    report.add_argument("--out", type=Path, required=True, metavar="文件", help="写到哪个文件（.xlsx）")
    report.add_argument("--since", metavar="日期", help="这天以后收到的才算已报，例如 2026-10-01；不写就是一直以来")


def kinds_words() -> str:
    """The kinds of orders, by the word of the package format and in Chinese."""
    return "，".join(f"{kind} {label(DemandKind(kind))}" for kind in ORDER_KINDS)
