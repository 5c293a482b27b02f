# What the scheduled task runs: one night's consolidation, and a message when it did not end with 0.
# Change the paths, the addresses and the mail server.
#
# The task itself can be made with this one line instead of the XML (in a PowerShell of the user that is to run it):
#   Register-ScheduledTask -TaskName 'xlplan consolidate' -Trigger (New-ScheduledTaskTrigger -Daily -At 2am) -Action (New-ScheduledTaskAction -Execute powershell.exe -Argument '-NoProfile -NonInteractive -File C:\Plans\xlplan-night.ps1' -WorkingDirectory C:\Plans) -Settings (New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances IgnoreNew -ExecutionTimeLimit (New-TimeSpan -Hours 2))

$xlplan = 'C:\Program Files\xlplan\Scripts\xlplan.exe'
$settings = 'C:\Plans\plans.toml'

$told = & $xlplan consolidate $settings 2>&1 | Out-String
$code = $LASTEXITCODE

if ($code -ne 0) {
    Send-MailMessage -SmtpServer 'mail.council.example' -From 'plans@council.example' -To 'coordinator@council.example' `
        -Subject "Action plans: the night ended with exit code $code" -Body $told -Encoding ([Text.Encoding]::UTF8)
}
exit $code
