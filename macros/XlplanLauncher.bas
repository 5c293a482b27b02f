Attribute VB_Name = "XlplanLauncher"
Option Explicit

' What happens at a click, up to the start of Python: which workbook, is everything there, a copy of it as it is now.

' A workbook's name stands in the command that starts Python, and names come by e-mail: none of these may be in it.
' The first six and the bar mean something to cmd.exe, the next three to the shell of a Mac; xlwings cuts a name at "=".
' An ampersand may be in it, as in "Children & Families.xlsx": both take it for itself between double quotes, where the
' name stands, and no name can end the quotes.
Private Const NOT_IN_A_NAME As String = """<>^%!|$`\="

' The kinds of workbook whose ending may stand in that command.
Private Const ENDINGS As String = "|xlsx|xlsm|xlsb|xls|xltx|xltm|ods|csv|"

Public Sub Press(button As String)
    Dim book As Workbook
    Dim problem As String

    AfterPython
    Set book = XlplanBooks.ChosenBook(problem)
    If problem = "" Then problem = WrongWithName(book.Name)
    If problem = "" Then problem = WrongWithPython()
    If problem = "" Then
        RunButton button, book
    Else
        MsgBox problem, vbInformation, "xlplan"
    End If
End Sub

' Also called when Python has ended on a Mac, where RunPython does not wait for it.
Public Sub AfterPython()
    XlplanSheets.FinishNewSheets
    Application.StatusBar = False
End Sub

' Asked while it runs: LibreOffice, with which this is tested, passes over #If.
Public Function OnMac() As Boolean
    OnMac = InStr(Application.OperatingSystem, "Mac") > 0
End Function

Private Sub RunButton(button As String, book As Workbook)
    Dim copyName As String
    Dim copyPath As String
    Dim failed As String

    copyName = NewCopyName(book.Name)
    copyPath = TemporaryFolder() & Application.PathSeparator & copyName
    On Error GoTo Stopped
    failed = "A copy of the workbook could not be saved in the temporary folder, so nothing was done"
    Application.StatusBar = "xlplan: " & Spoken(button) & " ..."
    book.Activate
    book.SaveCopyAs copyPath
    failed = "Python could not be started"
    XlplanSheets.RememberSheets book
    RunPython "from xlplan.excel.launch import press; press('" & button & "', '" & copyName & "', '" & _
        GetConfig("XLWINGS_VERSION") & "')"
    ' On a Mac Python is still at work: it deletes the copy, and calls AfterPython.
    If OnMac() Then Exit Sub
    RemoveFile copyPath
    AfterPython
    Exit Sub
Stopped:
    MsgBox failed & ". " & Err.Description, vbExclamation, "xlplan"
    RemoveFile copyPath
    AfterPython
End Sub

Private Function WrongWithName(bookName As String) As String
    Dim position As Integer
    Dim character As String

    For position = 1 To Len(bookName)
        character = Mid$(bookName, position, 1)
        If InStr(NOT_IN_A_NAME, character) > 0 Then
            WrongWithName = "The name of this workbook has the character " & character & " in it, which xlplan " & _
                "cannot work with. Save the workbook under another name, then click again."
            Exit Function
        End If
    Next position
    If InStr(ENDINGS, "|" & Ending(bookName) & "|") = 0 Then
        WrongWithName = "xlplan does not know this kind of workbook (." & Ending(bookName) & "). Save it as an " & _
            "Excel Workbook (.xlsx), then click again."
    End If
End Function

Private Function WrongWithPython() As String
    Dim interpreter As String

    interpreter = GetConfig("INTERPRETER_WIN")
    If OnMac() Then interpreter = GetConfig("INTERPRETER_MAC")
    If interpreter = "" Then
        WrongWithPython = "xlplan is not set up on this computer yet. Open a command window, type" & vbNewLine & _
            "xlplan addin install" & vbNewLine & "and press Enter, then start Excel again."
    ElseIf Not IsThere(interpreter) Then
        WrongWithPython = "Python is no longer where it was when xlplan was set up (" & interpreter & "). " & _
            "Open a command window, type" & vbNewLine & "xlplan addin install" & vbNewLine & _
            "and press Enter, then start Excel again."
    End If
End Function

Private Function IsThere(path As String) As Boolean
    ' Excel on a Mac may not look outside its own folders; if Python is gone, starting it says so.
    IsThere = True
    If OnMac() Then Exit Function
    On Error Resume Next
    IsThere = False
    IsThere = (Dir(path) <> "")
End Function

Private Function TemporaryFolder() As String
    ' xlplan.excel.launch looks in the same places.
    If OnMac() Then
        TemporaryFolder = Environ("HOME")
        Exit Function
    End If
    TemporaryFolder = Environ("TEMP")
    If TemporaryFolder = "" Then TemporaryFolder = Environ("TMPDIR")
    If TemporaryFolder = "" Then TemporaryFolder = "/tmp"
End Function

Private Function NewCopyName(bookName As String) As String
    Randomize
    NewCopyName = "xlplan-" & FourDigits() & FourDigits() & "." & Ending(bookName)
End Function

Private Function FourDigits() As String
    FourDigits = Right$("000" & Hex$(Int(Rnd() * 65536)), 4)
End Function

Private Function Ending(bookName As String) As String
    Ending = "xlsx"
    ' A workbook that was never saved has a name without an ending.
    If InStr(bookName, ".") > 0 Then Ending = LCase$(Mid$(bookName, InStrRev(bookName, ".") + 1))
End Function

Private Function Spoken(button As String) As String
    Spoken = UCase$(Left$(button, 1)) & Replace(Mid$(button, 2), "_", " ")
End Function

Private Sub RemoveFile(path As String)
    On Error Resume Next
    Kill path
End Sub
