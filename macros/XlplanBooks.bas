Attribute VB_Name = "XlplanBooks"
Option Explicit

' Which of the open workbooks a click is meant for.

Private Const BUTTONS_SHEET As String = "Buttons"

' The workbook to work on. Without one it is Nothing, and the problem is a sentence that says what to do.
Public Function ChosenBook(problem As String) As Workbook
    If IsButtonsWorkbook() Then
        Set ChosenBook = BookBesideButtons(problem)
    Else
        ' In Protected View a workbook counts as not open.
        Set ChosenBook = ActiveWorkbook
        If ChosenBook Is Nothing Then problem = NothingOpen()
    End If
End Function

Private Function BookBesideButtons(problem As String) As Workbook
    Dim book As Workbook
    Dim found As Workbook
    Dim wanted As String
    Dim listed As String
    Dim count As Integer

    wanted = LCase$(Trim$(CStr(ThisWorkbook.Worksheets(BUTTONS_SHEET).Range("PlanToWorkOn").Value)))
    For Each book In Application.Workbooks
        If book.Name <> ThisWorkbook.Name And IsVisible(book) Then
            listed = listed & vbNewLine & book.Name
            If wanted = "" Or wanted = LCase$(book.Name) Or wanted = LCase$(WithoutEnding(book.Name)) Then
                Set found = book
                count = count + 1
            End If
        End If
    Next book
    If count = 1 Then
        Set BookBesideButtons = found
    ElseIf listed = "" Then
        problem = NothingOpen()
    ElseIf count = 0 Then
        problem = "The plan that is named in the yellow cell 'Plan to work on' is not open. Open it, or empty the " & _
            "cell, then click again. These workbooks are open:" & listed
    Else
        problem = "More than one workbook is open. Type the name of the plan into the yellow cell " & _
            "'Plan to work on', then click again. These are open:" & listed
    End If
End Function

Private Function NothingOpen() As String
    NothingOpen = "Open the plan first, then click again. If it is open already and a yellow bar stands above it, " & _
        "click Enable Editing on that bar."
End Function

Private Function IsButtonsWorkbook() As Boolean
    Dim sheet As Worksheet

    For Each sheet In ThisWorkbook.Worksheets
        If sheet.Name = BUTTONS_SHEET Then IsButtonsWorkbook = True
    Next sheet
End Function

Private Function IsVisible(book As Workbook) As Boolean
    Dim number As Integer

    For number = 1 To book.Windows.Count
        If book.Windows(number).Visible Then IsVisible = True
    Next number
End Function

Private Function WithoutEnding(bookName As String) As String
    WithoutEnding = bookName
    If InStr(bookName, ".") > 0 Then WithoutEnding = Left$(bookName, InStrRev(bookName, ".") - 1)
End Function
