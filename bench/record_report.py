"""The record as a page, in English and in Korean: ``docs/results/record.md`` and ``record.ko.md``."""

from __future__ import annotations

from collections import defaultdict
from statistics import mean, stdev
from typing import Any

__all__ = ["LANGUAGES", "PICTURE", "largest", "report"]

LANGUAGES = {"record.md": "en", "record.ko.md": "ko"}
PICTURE = "record.svg"

TEXTS = {
    "en": {
        "title": "# The record on MNIST",
        "intro": """\
[한국어](record.ko.md)

Made by `{command}` from [record.json](record.json); do not edit it. How well networks trained by `sutja.nn`
read MNIST's {count:,} test digits. The recipe was chosen on 10,000 training digits held out for it, which
`--validation 0.1666` gives back; then all 60,000 were learnt from, and the last epoch counts. Nothing was chosen by the
test digits. About 15 of their labels are wrong or beyond deciding, so nothing can be read into the last hundredths.
"With shifts": each picture is looked at five times, as it is and moved by a pixel.""",
        "single": "## One network",
        "head": "| network | weights | seeds | accuracy, % | with shifts, % | minutes |",
        "ensemble": "## Several together",
        "ensemble_head": "| who | networks | accuracy, % | with shifts, % |",
        "seeds": "{model}, {n} seeds",
        "architectures": "one of each network",
        "all": "all of them",
        "note": """\
Accuracies of several seeds are mean ± standard deviation (lowest – highest). Minutes are those of one training, threads
{threads}, cores {cores}, beside other work; compare them with each other only. A vote is the mean of what all members
say, `sutja evaluate RUN RUN ... --shifts`. Who votes together was settled before.""",
        "misread": """\
## What they misread together

With shifts, the {n} networks together misread these {count} digits; {by_all} of them are misread by each of them alone,
too. Under each stands its label, and behind the arrow what they say.

![The digits that are misread]({picture})""",
        "commands": "## The commands",
    },
    "ko": {
        "title": "# MNIST 기록",
        "intro": """\
[English](record.md)

`{command}` 명령이 [record.json](record.json)으로 만든 쪽이므로 직접 고치지 마세요. `sutja.nn`으로 학습한
신경망이 MNIST 시험 숫자 {count:,}개를 얼마나 맞히는지 적었습니다. 학습 방법은 학습 숫자에서 따로 떼어 둔
10,000개로 골랐고(`--validation 0.1666`이면 그대로 다시 떼어 둡니다), 그런 다음 60,000개를 모두 학습해 마지막
에포크를 썼습니다. 시험 숫자를 보고 고른 것은 없습니다. 시험 숫자 가운데 15개쯤은 정답이 틀렸거나 정할 수 없으므로,
마지막 몇 백분의 1 %에는 뜻을 두지 않습니다. ‘옮겨 가며’는 그림을 그대로 한 번, 한 픽셀씩 옮겨 네 번, 모두 다섯
번 본다는 뜻입니다.""",
        "single": "## 신경망 하나",
        "head": "| 신경망 | 가중치 | 시드 | 정확도, % | 옮겨 가며, % | 분 |",
        "ensemble": "## 여럿이 함께",
        "ensemble_head": "| 누가 | 신경망 수 | 정확도, % | 옮겨 가며, % |",
        "seeds": "{model}, 시드 {n}개",
        "architectures": "신경망마다 하나씩",
        "all": "모두",
        "note": """\
시드가 여럿이면 평균 ± 표준편차(최저 – 최고)입니다. 시간은 코어 {cores}개, 스레드 {threads}개로 다른 일을 하면서 한
번 학습하는 데 걸린 분이니 서로 견주는 데만 쓰세요. 함께 답할 때는 모두의 확률을 평균합니다(`sutja evaluate RUN RUN
... --shifts`). 누구를 묶을지는 미리 정해 두었습니다.""",
        "misread": """\
## 함께 잘못 읽은 숫자

그림을 한 픽셀씩 옮겨 가며 신경망 {n}개가 함께 보아도 이 숫자 {count}개를 잘못 읽습니다. 그 가운데 {by_all}개는
신경망 하나하나가 모두 잘못 읽습니다. 그림 아래는 정답, 화살표 뒤는 신경망들의 답입니다.

![잘못 읽은 숫자]({picture})""",
        "commands": "## 명령",
    },
}


def largest(ensembles: list[dict[str, Any]]) -> dict[str, Any]:
    """The one of most members, of which the page shows what it misreads."""
    return max(ensembles, key=lambda ensemble: len(ensemble["members"]))


def report(found: dict[str, Any], language: str) -> str:
    """The page of what ``bench.record`` has ``found``, as Markdown."""
    texts, count = TEXTS[language], found["test_pictures"]
    by_model: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for run in found["runs"]:
        by_model[run["model"]].append(run)
    single = [texts["head"], "| --- | ---: | ---: | --- | --- | ---: |"]
    for model, runs in by_model.items():
        plain, moved = (_share([run[key] for run in runs], count) for key in ("right", "right_with_shifts"))
        minutes = mean(run["minutes"] for run in runs)
        single.append(f"| {model} | {runs[0]['parameters']:,} | {len(runs)} | {plain} | {moved} | {minutes:.0f} |")
    parts = [
        texts["title"],
        texts["intro"].format(command=found["command"], count=count),
        texts["single"],
        "\n".join(single),
    ]
    if found["ensembles"]:
        together = [texts["ensemble_head"], "| --- | ---: | --- | --- |"]
        for ensemble in found["ensembles"]:
            who = texts[ensemble["name"]].format(model=found["runs"][0]["model"], n=len(ensemble["members"]))
            plain, moved = (_share([ensemble[key]], count) for key in ("right", "right_with_shifts"))
            together.append(f"| {who} | {len(ensemble['members'])} | {plain} | {moved} |")
        parts += [texts["ensemble"], "\n".join(together)]
    of = found["runs"][0]["machine"]
    parts.append(texts["note"].format(threads=of["threads"], cores=of["cores"]))
    if found["misread"]:
        voters = len(largest(found["ensembles"])["members"])
        by_all = sum(digit["wrong"] == voters for digit in found["misread"])
        parts.append(texts["misread"].format(n=voters, count=len(found["misread"]), by_all=by_all, picture=PICTURE))
    commands = "\n".join(run["command"] for run in found["runs"])
    parts += [texts["commands"], f"```sh\n{commands}\n```"]
    return "\n\n".join(parts) + "\n"


def _share(right: list[int], count: int) -> str:
    """In per cent; of several, mean ± standard deviation (lowest – highest)."""
    shares = [100 * one / count for one in right]
    if len(shares) == 1:
        return f"{shares[0]:.2f}"
    return f"{mean(shares):.3f} ± {stdev(shares):.3f} ({min(shares):.2f} – {max(shares):.2f})"
