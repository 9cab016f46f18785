"""What the commands `trust`, `received`, `orders` and `new-key` understand."""

import argparse
from collections.abc import Callable
from pathlib import Path


def add_exchange(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Four commands, on the parsers that `add` makes: see `cli.arguments`."""
    trust = add("trust", "登记或作废部门的密钥；什么都不写就列出来")
    which = trust.add_mutually_exclusive_group()
    which.add_argument("--add", type=Path, metavar="证书", help="登记：镇里给的证书（.pem）")
    which.add_argument("--revoke", metavar="指纹", help="作废这个密钥，至少写最后 8 位")
    trust.add_argument("--fingerprint", metavar="指纹", help="盖章公函上的指纹，至少最后 8 位")
    trust.add_argument("--because", metavar="依据", help="核对的依据，例如公函文号")
    trust.add_argument("--code", metavar="代码", help="部门代码（公函上写着），证书里没有代码时要写")
    trust.add_argument("--expert", action="store_true", help="对方是专家或服务机构，不是部门")
    trust.add_argument("--reason", metavar="原因", help="作废的原因")
    trust.add_argument("--json", action="store_true", help="结果写成 JSON")
    received = add("received", "看一个收到的文件，采用或者不采用；不写文件就列出收过的")
    received.add_argument("file", nargs="?", type=Path, metavar="文件", help="镇里或专家发来的文件")
    what = received.add_mutually_exclusive_group()
    what.add_argument("--take", action="store_true", help="采用")
    what.add_argument("--decline", action="store_true", help="不采用，只记下来")
    received.add_argument("--reason", metavar="原因", help="不采用的原因")
    received.add_argument("--json", action="store_true", help="结果写成 JSON")
    orders = add("orders", "督办单、检查意见和退回修改：列出、看一份、回复")
    orders.add_argument("--all", action="store_true", help="办结的也列出来")
    orders.add_argument("--number", metavar="文号", help="只看这一份，例如 督〔2026〕3号")
    orders.add_argument("--issuer", metavar="单位", help="文号一样的有几份时，写明发文单位")
    orders.add_argument("--answer", metavar="内容", help="回复：怎么整改的、做到哪一步")
    orders.add_argument("--on", metavar="日期", help="哪天回复的，例如 2026-11-01；不写就是今天")
    orders.add_argument("--by", metavar="姓名", help="谁回复的")
    orders.add_argument("--proof", metavar="凭证", help="怎么送的、有什么凭证")
    orders.add_argument("--json", action="store_true", help="结果写成 JSON")
    key = add("new-key", "换签名密钥：旧的还能用就写一份换密钥通知，丢了就写新的登记表和证书")
    key.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹")
    why = key.add_mutually_exclusive_group()
    why.add_argument("--lost", action="store_true", help="换了电脑或密钥丢了，旧的不能用")
    why.add_argument("--reason", metavar="原因", help="换密钥的原因，写进通知")
