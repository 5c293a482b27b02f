Attribute VB_Name = "XlplanSheets"
Option Explicit

' What xlwings cannot set on the sheets that a button added: frozen headings, how they print, no gridlines.

Private Const OUR_SHEETS As String = ":Cover:Plan:Officers:Periods:Key:Checks:Returns:Conflicts:Changes:"
Private Const HEADINGS As String = "$3:$3"

Private rememberedBook As String
Private rememberedSheets As String

Public Sub RememberSheets(book As Workbook)
    rememberedBook = book.Name
    rememberedSheets = SheetNames(book)
End Sub

' Finish the sheets that were added since they were remembered. The sheet and the workbook in front stay there.
Public Sub FinishNewSheets()
    Dim book As Workbook
    Dim bookName As String

    bookName = rememberedBook
    rememberedBook = ""
    If bookName = "" Then Exit Sub
    For Each book In Application.Workbooks
        If book.Name = bookName Then FinishSheetsOf book
    Next book
End Sub

Private Sub FinishSheetsOf(book As Workbook)
    Dim sheet As Worksheet
    Dim inFront As Object
    Dim bookInFront As Workbook
    Dim names As String

    ' What a printer or a window cannot do is left out: these settings are looks, not content.
    On Error Resume Next
    names = SheetNames(book)
    If names = rememberedSheets Then Exit Sub
    Application.ScreenUpdating = False
    Set bookInFront = ActiveWorkbook
    Set inFront = book.ActiveSheet
    book.Activate
    For Each sheet In book.Worksheets
        If IsNewAndOurs(sheet.Name, names) Then
            PreparePrint sheet
            sheet.Activate
            PrepareWindow sheet.Name
        End If
    Next sheet
    inFront.Activate
    bookInFront.Activate
    Application.ScreenUpdating = True
End Sub

Private Function IsNewAndOurs(sheetName As String, names As String) As Boolean
    If InStr(OUR_SHEETS, ":" & sheetName & ":") = 0 Then Exit Function
    IsNewAndOurs = InStr(rememberedSheets, ":" & sheetName & ":") = 0
    ' The council's own sheet of that name was renamed to make room.
    If InStr(names, ":" & sheetName & " (original") > 0 Then
        If InStr(rememberedSheets, ":" & sheetName & " (original") = 0 Then IsNewAndOurs = True
    End If
End Function

Private Sub PreparePrint(sheet As Worksheet)
    On Error Resume Next
    With sheet.PageSetup
        .Orientation = xlLandscape
        .Zoom = False
        .FitToPagesWide = 1
        .FitToPagesTall = False
        .LeftFooter = sheet.Name
        .RightFooter = "Page &P of &N"
        If sheet.Name = "Cover" Then .FitToPagesTall = 1
        If sheet.Name <> "Cover" Then .PrintTitleRows = HEADINGS
        If sheet.Name = "Plan" Then
            .FitToPagesWide = 2
            .PrintTitleColumns = "$A:$C"
            .PaperSize = xlPaperA3
        End If
    End With
End Sub

Private Sub PrepareWindow(sheetName As String)
    On Error Resume Next
    With ActiveWindow
        .DisplayGridlines = False
        If sheetName <> "Cover" Then
            .FreezePanes = False
            .ScrollRow = 1
            .ScrollColumn = 1
            .SplitRow = 3
            .SplitColumn = 0
            If sheetName = "Plan" Then .SplitColumn = 3
            .FreezePanes = True
        End If
    End With
End Sub

Private Function SheetNames(book As Workbook) As String
    Dim sheet As Worksheet

    SheetNames = ":"
    For Each sheet In book.Worksheets
        SheetNames = SheetNames & sheet.Name & ":"
    Next sheet
End Function
