Attribute VB_Name = "XlplanButtons"
Option Explicit

' One Sub for each button. It names the Python function of xlplan.excel.buttons that does the work, and nothing else.

Public Sub StandardiseWorkbook()
    XlplanLauncher.Press "standardise_workbook"
End Sub

Public Sub CheckPlan()
    XlplanLauncher.Press "check_plan"
End Sub

Public Sub FixSafeThings()
    XlplanLauncher.Press "fix_safe_things"
End Sub

Public Sub IssueReturns()
    XlplanLauncher.Press "issue_returns"
End Sub

Public Sub MergeReturns()
    XlplanLauncher.Press "merge_returns"
End Sub

Public Sub SettleConflicts()
    XlplanLauncher.Press "settle_conflicts"
End Sub

Public Sub WhoIsOutstanding()
    XlplanLauncher.Press "who_is_outstanding"
End Sub

Public Sub ChaseReturns()
    XlplanLauncher.Press "chase_returns"
End Sub

Public Sub WriteReport()
    XlplanLauncher.Press "write_report"
End Sub

Public Sub OpenNextPeriod()
    XlplanLauncher.Press "open_next_period"
End Sub

Public Sub UndoLastChange()
    XlplanLauncher.Press "undo_last_change"
End Sub

Public Sub ShowHelp()
    XlplanLauncher.Press "show_help"
End Sub
