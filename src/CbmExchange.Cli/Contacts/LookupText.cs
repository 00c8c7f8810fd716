using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Contacts;

/// <summary>The answer to "whom do I call?": one contact first, plain; the public fallback apart.</summary>
internal static class LookupText
{
    public static void Write(Screen screen, LookupRequest request, LookupResponse answer)
    {
        screen.Strong($"WHOM TO CALL   {Name(answer)}   {request.Topic}   {request.Precedence.ToUpperInvariant()}");
        screen.Line((request.At is null ? "" : $"for {TimeText.Short(request.At)} · ") + FactsText.AsOf(answer.Facts));
        screen.Line();
        if (answer.Contacts.Count == 0)
        {
            screen.Strong($"{Capital(answer.Answer)}.");
        }
        else
        {
            First(screen, answer.Contacts[0], request);
        }

        Others(screen, answer, request);
        Fallbacks(screen, answer);
        Steps(screen, answer);
        if (answer.DesignationNote.Length > 0)
        {
            screen.Quiet($"* {answer.DesignationNote}");
        }
    }

    /// <summary>One line per State.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="request">The question that each State was asked.</param>
    /// <param name="answers">In the order of the file.</param>
    public static void WriteAll(
        Screen screen, LookupRequest request, IReadOnlyList<(string State, LookupResponse Answer)> answers)
    {
        var table = new TextTable("state", "name", "answer", "whom", "duty", "source");
        foreach (var (state, answer) in answers)
        {
            var contact = answer.Contacts.FirstOrDefault();
            var fallback = answer.Fallbacks.FirstOrDefault();
            var whom = contact is not null ? $"{contact.Office} {contact.Channels.FirstOrDefault()?.Value}" :
                fallback is not null ? $"public: {fallback.Office} {fallback.Lines.FirstOrDefault()}" : "";
            var source = contact is not null ? contact.Nomination :
                FactsText.SourceOf(fallback?.Source);
            var duty = contact is null ? "" : At(request, DutyText.Heading(contact));
            table.Row(state, answer.StateName, answer.Answer, whom, duty, source);
        }

        screen.Table(table);
        var facts = answers.Count > 0 ? answers[^1].Answer.Facts : null;
        screen.Quiet($"{FactsText.AsOf(facts)} · {answers.Count} answers");
    }

    private static void First(Screen screen, ContactAnswer contact, LookupRequest request)
    {
        screen.Strong($"{contact.Office.ToUpperInvariant()}   {At(request, DutyText.Heading(contact))}");
        foreach (var person in contact.Persons)
        {
            screen.Line($"ask for {ContactText.PersonOf(person)}");
        }

        ContactText.WriteChannels(screen, contact.Channels, contact.Languages);
        HealthText.WriteKnown(screen, contact.ChannelHealth);
        foreach (var reason in contact.Reasons.Where(reason => !IsSaidElsewhere(reason, contact)))
        {
            screen.Line($"- {At(request, reason)}");
        }

        DutyText.WriteHours(screen, contact.Duty);
        foreach (var named in contact.Named)
        {
            screen.Line($"{named.Relation}: {named.Office}   {named.FirstChannel}   {named.ReferenceNumber}".TrimEnd());
        }

        if (contact.LocalTime.Length > 0)
        {
            screen.Line($"local time {contact.LocalTime}");
        }

        screen.Line($"reference {contact.ReferenceNumber}   {contact.ReferenceSpelled}".TrimEnd());
        var health = contact.Reasons.Any(IsHealth) ? "" : contact.Health;
        screen.Line($"standing  {contact.Nomination}   {contact.SignatureState}   {health}".TrimEnd());
        screen.Line($"marking   {contact.Tlp}   from {contact.Originator}   " +
            $"authored {TimeText.Of(contact.AuthoredAt)}");
    }

    // The heading says who is on duty; the line of languages says what is spoken, with level and hours.
    private static bool IsSaidElsewhere(string reason, ContactAnswer contact) =>
        DutyText.IsSaidInHeading(reason, contact)
        || contact.Languages.Any(
            one => reason == $"speaks {one.Lang}" || reason == $"speaks {one.Lang} ({one.Level})")
        || contact.ChannelHealth.Any(one => reason == $"{one.ChannelId} {one.Sentence}");

    // The node words its answer for the moment that was asked for; "now" would be read as the present.
    private static string At(LookupRequest request, string words) => request.At is null
        ? words
        : words.Replace(" now", " then", StringComparison.Ordinal).Replace(" NOW", " THEN", StringComparison.Ordinal);

    private static bool IsHealth(string reason) =>
        reason.Contains("verified", StringComparison.Ordinal)
        || reason.StartsWith("review overdue", StringComparison.Ordinal)
        || reason.StartsWith("unreachable", StringComparison.Ordinal);

    private static void Others(Screen screen, LookupResponse answer, LookupRequest request)
    {
        if (answer.Contacts.Count < 2)
        {
            return;
        }

        screen.Line();
        screen.Line("Then:");
        foreach (var contact in answer.Contacts.Skip(1))
        {
            var reach = string.Join(", ", contact.Channels.Select(channel => channel.Value));
            var reasons = contact.Reasons.Where(reason => !DutyText.IsSaidInHeading(reason, contact))
                .Prepend(DutyText.Heading(contact));
            screen.Line($"  {contact.Office}   {reach}   {At(request, string.Join("; ", reasons))}");
        }
    }

    private static void Fallbacks(Screen screen, LookupResponse answer)
    {
        if (answer.Fallbacks.Count == 0)
        {
            return;
        }

        screen.Line();
        screen.Line("Public fallback. From public sources, not a nomination by this State:");
        foreach (var fallback in answer.Fallbacks)
        {
            screen.Line($"  {fallback.Office}   {fallback.What}");
            foreach (var line in fallback.Lines)
            {
                screen.Line($"    {line}");
            }

            screen.Line($"    source: {FactsText.SourceOf(fallback.Source)}, dataset {fallback.Source?.Dataset}");
        }
    }

    private static void Steps(Screen screen, LookupResponse answer)
    {
        if (answer.NextSteps.Count == 0)
        {
            return;
        }

        screen.Line();
        screen.Line("What next:");
        for (var at = 0; at < answer.NextSteps.Count; at++)
        {
            screen.Line($"  {at + 1}. {answer.NextSteps[at]}");
        }
    }

    private static string Name(LookupResponse answer) =>
        answer.StateName + (answer.DesignationNote.Length > 0 ? "*" : "");

    private static string Capital(string words) =>
        words.Length == 0 ? "None nominated" : char.ToUpperInvariant(words[0]) + words[1..];
}
