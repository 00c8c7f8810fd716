using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Contacts;

/// <summary>Whether somebody answers at the moment asked for, from the hours that the State stated.</summary>
internal static class DutyText
{
    /// <summary>"ON DUTY NOW, until 15:00Z (17:00 Vilnius)"; capitals only where somebody answers.</summary>
    public static string Heading(ContactAnswer contact) => contact.Duty switch
    {
        null => contact.OnDutyNow ? "ON DUTY NOW" : "not on duty now",
        { State: "on-duty" } duty => duty.Sentence.Replace("on duty now", "ON DUTY NOW", StringComparison.Ordinal),
        var duty => duty.Sentence,
    };

    /// <summary>The stated hours, and the field that the heading was computed from.</summary>
    public static void WriteHours(Screen screen, DutyView? duty)
    {
        if (duty is null or { SourceField.Length: 0 })
        {
            return;
        }

        var hours = duty.Schedule is { } schedule ? ContactText.HoursOf(schedule) : duty.Coverage;
        var otherwise = duty.OutOfHours.Length > 0 ? $"   else {duty.OutOfHours}" : "";
        screen.Line($"hours     {hours}{otherwise}   (as stated, field {duty.SourceField})");
    }

    /// <summary>True for a reason of the node that the heading says already.</summary>
    public static bool IsSaidInHeading(string reason, ContactAnswer contact) => contact.Duty is null
        ? reason == "on duty now" && contact.OnDutyNow
        : reason is "on duty now" or "24/7" or "closed now" or "hours not shared"
            || reason.StartsWith("opens in ", StringComparison.Ordinal)
            || reason.StartsWith("temporarily unavailable until ", StringComparison.Ordinal);
}
