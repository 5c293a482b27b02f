Attribute VB_Name = "XlplanRibbon"
Option Explicit

' What the ribbon calls: OnX for the Sub X of XlplanButtons. Only the add-in has this module.

Public Sub OnStandardiseWorkbook(control As IRibbonControl)
    StandardiseWorkbook
End Sub

Public Sub OnCheckPlan(control As IRibbonControl)
    CheckPlan
End Sub

Public Sub OnFixSafeThings(control As IRibbonControl)
    FixSafeThings
End Sub

Public Sub OnIssueReturns(control As IRibbonControl)
    IssueReturns
End Sub

Public Sub OnMergeReturns(control As IRibbonControl)
    MergeReturns
End Sub

Public Sub OnSettleConflicts(control As IRibbonControl)
    SettleConflicts
End Sub

Public Sub OnWhoIsOutstanding(control As IRibbonControl)
    WhoIsOutstanding
End Sub

Public Sub OnChaseReturns(control As IRibbonControl)
    ChaseReturns
End Sub

Public Sub OnWriteReport(control As IRibbonControl)
    WriteReport
End Sub

Public Sub OnOpenNextPeriod(control As IRibbonControl)
    OpenNextPeriod
End Sub

Public Sub OnUndoLastChange(control As IRibbonControl)
    UndoLastChange
End Sub

Public Sub OnShowHelp(control As IRibbonControl)
    ShowHelp
End Sub
