using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Output;

/// <summary>A contact's content, channels in the order to try.</summary>
internal static class ContactText
{
    public static void Write(Screen screen, PointOfContact contact)
    {
        var kinds = contact.Kinds.Select(kind => screen.Code("PointOfContact.kinds", kind));
        screen.Line($"kind      {string.Join(" + ", kinds)}");
        WriteTexts(screen, "office    ", contact.OfficeName);
        WriteTexts(screen, "in        ", contact.Organisation);
        foreach (var person in contact.Persons)
        {
            screen.Line($"person    {PersonOf(person)}");
        }

        screen.Line($"topics    {screen.Codes("PointOfContact.competences", contact.Competences)}");
        foreach (var not in contact.NotFor)
        {
            screen.Line($"not for   {not.Topic}  see {not.ContactId}");
        }

        WriteChannels(screen, contact.Channels, contact.Languages);
        var otherwise = contact.OutOfHours.Length > 0 ? $"   else {contact.OutOfHours}" : "";
        screen.Line($"cover     {screen.Code("PointOfContact.coverage", contact.Coverage)}{otherwise}");
        if (contact.Schedule is { } schedule)
        {
            screen.Line($"hours     {HoursOf(schedule)}");
        }

        WriteLife(screen, contact);
        if (contact.Nomination is { } nomination)
        {
            screen.Line($"nominated {nomination.Date} by {nomination.NominatingAuthority} " +
                $"(ref. {nomination.ReferenceNo}, {nomination.Medium})");
        }
    }

    private static void WriteLife(Screen screen, PointOfContact contact)
    {
        if (contact.Unavailable is { } away)
        {
            screen.Line($"away      {PeriodOf(away)}{Then("stands in", contact.ReplacementContactId)}");
        }

        if (contact.Handover is { } handover)
        {
            screen.Line($"handover  {PeriodOf(handover)}{Then("follows", contact.SuccessorContactId)}");
        }

        foreach (var (label, other) in (ReadOnlySpan<(string, string)>)
            [("deputy    ", contact.DeputyContactId), ("next      ", contact.EscalationNextId)])
        {
            if (other.Length > 0)
            {
                screen.Line(label + other);
            }
        }
    }

    private static string PeriodOf(Period period) => $"{TimeText.Of(period.From)} to {TimeText.Of(period.Until)}";

    private static string Then(string words, string contact) => contact.Length > 0 ? $"   {contact} {words}" : "";

    public static void WriteChannels(
        Screen screen, IEnumerable<Channel> channels, IEnumerable<SpokenLanguage> languages)
    {
        var table = new TextTable("try", "channel", "reach", "hours", "from", "note");
        foreach (var channel in channels)
        {
            var extension = channel.Extension.Length > 0 ? $" ext. {channel.Extension}" : "";
            var secure = channel.Secure ? "secure " : "";
            table.Row(
                channel.PriorityOrder > 0 ? $"{channel.PriorityOrder}" : "-",
                secure + screen.Code("Channel.type", channel.Type),
                channel.Value + extension,
                channel.Hours,
                channel.UsableFromPrecedence,
                channel.Note);
        }

        screen.Table(table);
        var spoken = string.Join("; ", languages.Select(SpokenOf));
        if (spoken.Length > 0)
        {
            screen.Line($"languages {spoken}");
        }
    }

    public static string PersonOf(Person person)
    {
        var romanised = person.Romanised.Length > 0 ? $" ({person.Romanised})" : "";
        var days = (person.ServesFrom, person.ServesUntil) switch
        {
            ("", "") => "",
            (var first, "") => $" (from {first})",
            ("", var last) => $" (until {last})",
            var (first, last) => $" (from {first} until {last})",
        };
        return $"{person.Title} {TextsText.Short(person.Name)}{romanised} {person.Pronoun}".Trim() + days;
    }

    /// <summary>"mon, tue 08:00-17:00 Europe/Vilnius", days with the same hours together.</summary>
    public static string HoursOf(Schedule schedule)
    {
        var days = schedule.Shifts.GroupBy(shift => $"{shift.From}-{shift.To}")
            .Select(same => $"{string.Join(", ", same.Select(shift => shift.Weekday))} {same.Key}");
        var closed = schedule.ClosedOn.Count > 0 ? $"   closed on {string.Join(", ", schedule.ClosedOn)}" : "";
        var dated = schedule.DatedShifts.GroupBy(shift => shift.Date)
            .Select(day => $"{day.Key} {string.Join(", ", day.Select(shift => $"{shift.From}-{shift.To}"))}");
        var otherwise = schedule.DatedShifts.Count > 0 ? $"   but on {string.Join("; ", dated)}" : "";
        return $"{string.Join("; ", days)} {schedule.TimeZone}{closed}{otherwise}";
    }

    private static string SpokenOf(SpokenLanguage one)
    {
        var hours = one.Hours switch
        {
            "" => "",
            "24x7" => ", 24/7",
            "office" => ", office hours",
            _ => $", {one.Hours}",
        };
        return $"{one.Lang} {one.Level}".TrimEnd() + hours;
    }

    private static void WriteTexts(Screen screen, string label, IEnumerable<Text> texts)
    {
        foreach (var text in TextsText.All(screen, texts))
        {
            screen.Line(label + text);
        }
    }
}
