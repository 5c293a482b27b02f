Attribute VB_Name = "xlwings"

' The frame around the part of xlwings that starts Python; that part is put in below when the add-in is built.
' Nothing is read from the open workbook, from its folder or from a settings file: a workbook that came by e-mail
' must not choose which program runs.

Public Function RunPython(PythonCommand As String)
    ' The list is xlwings' own: do not look for Python modules beside the workbook; then five paths, none given.
    ' The workbook's own path is left out, as a folder's name may hold what cmd.exe takes for a command.
    Const SEARCH_NOWHERE As String = "false;;;;;"

    If XlplanLauncher.OnMac() Then
        ExecuteMac PythonCommand, CStr(GetConfig("INTERPRETER_MAC")), SEARCH_NOWHERE
    Else
        RunPython = ExecuteWindows(False, PythonCommand, CStr(GetConfig("INTERPRETER_WIN")), SEARCH_NOWHERE)
    End If
End Function

' A setting from the sheet xlplan.conf of this very file: names in column A, values in column B.
Public Function GetConfig(SettingName As String, Optional Fallback As String = "") As Variant
    ' xlwings asks for others too, such as CONDA PATH, and would run what they say without quotes.
    Const ANSWERED As String = "|INTERPRETER_WIN|INTERPRETER_MAC|XLWINGS_VERSION|"
    Dim Number As Long

    GetConfig = Fallback
    If InStr(ANSWERED, "|" & SettingName & "|") = 0 Then Exit Function
    Number = 1
    With ThisWorkbook.Worksheets("xlplan.conf")
        Do While .Cells(Number, 1).Value <> ""
            If .Cells(Number, 1).Value = SettingName And .Cells(Number, 2).Value <> "" Then
                GetConfig = ExpandEnvironmentStrings(CStr(.Cells(Number, 2).Value))
            End If
            Number = Number + 1
        Loop
    End With
End Function

' Python ended before xlplan could say anything itself. What it said last is for whoever helps.
Public Sub ShowError(FileName As String, Optional Message As String = "")
    Const MOST As Long = 500
    Dim Said As String

    Said = Message
    If Said = "" Then Said = ReadFile(FileName)
    MsgBox "xlplan could not be started, and nothing was changed. The command xlplan addin check says what is " & _
        "missing; or show this box to whoever looks after xlplan for you." & vbCrLf & vbCrLf & Right$(Said, MOST), _
        vbExclamation, "xlplan"
End Sub

' The Python side of xlwings runs this on a Mac when it has ended.
Public Sub CleanUp()
    Dim LogFile As String

    LogFile = Environ("HOME") & "/xlwings.log"
    On Error Resume Next
    If ReadFile(LogFile) <> "" Then ShowError LogFile
    Kill LogFile
    XlplanLauncher.AfterPython
End Sub
