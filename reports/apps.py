from django.apps import AppConfig

from unionhub.permissions import Permission as P


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "报表"
    flows = ("reports.workflow.SUMMARY_FLOW",)
    menu = (
        (
            "报表",
            "chart-column",
            (
                ("工作总结", "reports:summaries", P.SUMMARY_VIEW),
                ("汇总表", "reports:tallies", P.FIGURE_VIEW),
                ("指标", "reports:figures", P.FIGURE_VIEW),
                ("目标", "reports:targets", P.FIGURE_VIEW),
            ),
        ),
    )
    log_words = {
        "target.set": "下达目标",
        "target.change": "修改目标",
        "figure.export": "导出指标",
        "tally.export": "导出汇总表",
        "summary.start": "编写总结",
        "summary.write": "修改总结正文",
        "summary.reset": "恢复总结默认文字",
        "summary.options": "修改总结选项",
        "summary.sign": "签发总结",
        "summary.reopen": "总结另起新版",
        "summary.internal": "取用总结内部版",
    }
