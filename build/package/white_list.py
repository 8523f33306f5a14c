"""The sheet for an IT department's white list: what is installed, what runs, what is written, SHA-256 of each program.

`installers.py` writes it as 白名单说明.txt beside the setup. Everything that can be told by
the files is told by them: programs and libraries from the frozen folder, registry keys and shortcuts from
installer.nsi, publisher and thumbprint from the certificate the programs were signed with.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

PLACE = Path(__file__).resolve().parent
SHEET = "白名单说明.txt"
PROGRAMS = (".exe", ".dll", ".pyd")
UNSIGNED = "未签名。请按下列SHA-256放行；换版本后须重新登记。"
TEXT = """碳报 {version} 白名单说明（供信息化部门登记）

一、发布者
{publisher}

二、运行的程序
TanBao.exe：用户打开的窗口程序。读取他人发来的文件时，再启动一个 TanBao.exe 子进程，读完即结束，不启动其他程序。
tanbao-console.exe：供技术支持用的命令行程序，安装程序不安装它，只在免安装包中。
uninstall.exe：卸载程序，由安装程序生成。

三、写入的位置
程序：%LOCALAPPDATA%\\Programs\\TanBao（本人安装），或 Program Files\\TanBao（所有用户安装）。
个人设置：%LOCALAPPDATA%\\TanBao，其中有
  window.ini（窗口的大小和选项、打开过的数据文件夹）、last_workspace（上次打开的）、fonts.json（字体的选择）、
  heads（各数据文件夹记录到哪里，只有摘要）、wanted.json（再次双击图标时交给已开窗口的文件名，取走即删）、logs（日志）。
数据：用户在首次设置时选定的文件夹（缺省为 D:\\TanBao，没有D盘时为 %LOCALAPPDATA%\\TanBao\\data）。
备份：数据文件夹，和用户另选的位置。
报送文件、通报等：数据文件夹，或用户保存时选定的文件夹。
临时文件：%TEMP%\\tanbao-*（开头都是 tanbao-），用完即删；打开佐证材料、来件看的副本
在关闭程序时删除。程序被强行结束而留下的，下次打开时清理。
快捷方式：{shortcuts}。

四、注册表（本人安装在 HKEY_CURRENT_USER，所有用户安装在 HKEY_LOCAL_MACHINE）
{keys}
程序运行时自己不写注册表。
打开、保存文件的对话框，由Qt库把用过的文件夹记在 HKEY_CURRENT_USER\\Software\\QtProject，别的用Qt的软件也写在那里。

五、不做的事
不监听端口，不连接网络；不安装服务、驱动、计划任务和自启动项；不修改文件关联。

六、升级与卸载
升级只替换 TanBao.exe、_internal 文件夹和 uninstall.exe，上列SHA-256随版本改变；数据和设置不动。
卸载删除程序、快捷方式和安装时写的注册表项；留下数据文件夹、备份、个人设置文件夹和Qt库的记录，不再需要时由用户自行删除。

七、误报处理
被安全软件拦截时，请记下软件名称、病毒名和被拦文件的SHA-256，连同本说明发给下发本程序的牵头单位，由其转交开发者。

八、文件清单（SHA-256）
{files}
"""


def sheet(frozen: Path, version: str, certificate: bytes | None) -> str:
    """Return the sheet's text for a frozen folder; `certificate`: PEM of the signer, None when nothing is signed."""
    script = (PLACE / "installer.nsi").read_text("utf-8")
    return TEXT.format(
        version=version,
        publisher=_publisher(certificate) if certificate else UNSIGNED,
        shortcuts="、".join(_shortcuts(script)),
        keys="\n".join(_keys(script)),
        files="\n".join(_files(frozen)),
    )


def _publisher(certificate: bytes) -> str:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    found = x509.load_pem_x509_certificate(certificate)
    marks = {"SHA-1": hashes.SHA1(), "SHA-256": hashes.SHA256()}
    prints = [f"证书指纹（{name}）：{found.fingerprint(kind).hex().upper()}" for name, kind in marks.items()]
    return "\n".join([f"签名者：{found.subject.rfc4514_string()}", *prints])


def _files(frozen: Path) -> Iterator[str]:
    for path in sorted(path for path in frozen.rglob("*") if path.suffix.lower() in PROGRAMS and path.is_file()):
        yield f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(frozen).as_posix()}"


def _keys(script: str) -> Iterator[str]:
    """The registry keys that the setup writes, each once, with the names it gives them values under."""
    words = dict(re.findall(r'^!define (\w+)\s+"([^"]*)"', script, re.MULTILINE))
    values: dict[str, list[str]] = {}
    for key, name in re.findall(r'^\s*WriteReg\w+ SHCTX "([^"]+)" "([^"]+)"', script, re.MULTILINE):
        values.setdefault(_filled(_filled(key, words), words), []).append(name)
    for key, names in values.items():
        yield f"{key}：{'、'.join(names)}"


def _shortcuts(script: str) -> Iterator[str]:
    places = {"$SMPROGRAMS": "开始菜单", "$DESKTOP": "桌面", "$SENDTO": "发送到"}
    found = re.findall(r'^\s*CreateShortcut "(\$\w+)', script, re.MULTILINE)
    yield from dict.fromkeys(places[place] for place in found)


def _filled(text: str, words: dict[str, str]) -> str:
    return re.sub(r"\$\{(\w+)\}", lambda found: words[found[1]], text)
