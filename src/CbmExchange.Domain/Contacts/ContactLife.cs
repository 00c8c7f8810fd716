using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Contacts;

/// <summary>
/// What the content of a contact says of its life (domain.md §4.6, §4.21: 1, §5.1 J2): that it does not answer for a
/// time, that it changes hands. Pure: content in, content out. Each fact is a claim of its own, so that it can be
/// withheld like any other, and a pointer is taken out for whoever does not hold what it points to.
/// </summary>
public static class ContactLife
{
    internal const string HandoverField = "handover";
    private const string Successor = "successorContactId";
    private const string Unavailable = "unavailable";
    private const string Replacement = "replacementContactId";
    private const string Persons = "persons";
    private const string ServesUntil = "servesUntil";

    /// <summary>The claims that say a handover, beside the persons.</summary>
    internal static ImmutableArray<string> Fields { get; } = [HandoverField, Successor];

    /// <summary>The content with the time in which the desk does not answer, or without any.</summary>
    public static RecordContent WithAvailability(RecordContent content, SetAvailability command) =>
        Set(
            Set(content, Unavailable, Period(command.Unavailable)),
            Replacement,
            command.Unavailable is null ? null : Text(command.Replacement?.Value));

    /// <summary>The content in which the contact changes hands.</summary>
    public static RecordContent WithHandover(RecordContent content, BeginHandover command)
    {
        var begun = Set(
            Set(content, HandoverField, Period(command.Overlap)), Successor, Text(command.Successor?.Value));
        var persons = new JsonArray();
        foreach (var person in Json.List(content.Claims, Persons))
        {
            var copy = JsonObject.Create(person)!;
            if (command.Leaving.Contains(Json.String(person, "id") ?? ""))
            {
                copy[ServesUntil] = LastDay(command.Overlap);
            }

            persons.Add(copy);
        }

        foreach (var person in command.Following)
        {
            var copy = JsonObject.Create(person)!;
            copy["servesFrom"] = Day(command.Overlap.From);
            persons.Add(copy);
        }

        return persons.Count == 0 ? begun : Set(begun, Persons, JsonSerializer.SerializeToElement(persons));
    }

    /// <summary>
    /// The content when the days of a handover are past: without the persons whose last day it named.
    /// </summary>
    public static RecordContent WithoutHandover(RecordContent content)
    {
        var last = LastDay(new ContactView(content).Handover);
        var staying = Json.List(content.Claims, Persons)
            .Where(person => Json.String(person, ServesUntil) is not { } day
                || last is null || string.CompareOrdinal(day, last) > 0)
            .ToArray();
        var closed = Set(Set(content, HandoverField, null), Successor, null);
        return Set(closed, Persons, staying.Length == 0 ? null : JsonSerializer.SerializeToElement(staying));
    }

    /// <summary>What is wrong with a change of hands, before the rules on content.</summary>
    public static IEnumerable<FieldFault> FaultsOf(RecordContent content, BeginHandover command)
    {
        if (command.Successor is null && command.Leaving.IsEmpty && command.Following.IsEmpty)
        {
            yield return new FieldFault(Successor, "Name the contact that follows, or the persons who change.");
        }

        var known = Json.List(content.Claims, Persons).Select(person => Json.String(person, "id")).ToArray();
        if (command.Leaving.Any(id => !known.Contains(id)))
        {
            yield return new FieldFault("leaving", "Must be ids of persons of this contact.");
        }
    }

    /// <summary>True while a person serves at a desk by the days stated; without, as long as the contact.</summary>
    /// <param name="servesFrom">First day, empty when not stated.</param>
    /// <param name="servesUntil">Last day, empty when not stated.</param>
    /// <param name="at">The moment asked about.</param>
    public static bool Serves(string servesFrom, string servesUntil, DateTimeOffset at)
    {
        var day = Day(at)!;
        return string.CompareOrdinal(servesFrom, day) <= 0
            && (servesUntil.Length == 0 || string.CompareOrdinal(day, servesUntil) <= 0);
    }

    private static RecordContent Set(RecordContent content, string field, JsonElement? value) =>
        value is { } given ? ContentDefaults.With(content, field, given) : ContentDefaults.Without(content, field);

    private static JsonElement? Text(string? text) => text is null ? null : JsonSerializer.SerializeToElement(text);

    private static JsonElement? Period(PeriodView? period) => period is null
        ? null
        : JsonSerializer.SerializeToElement(
            new[] { ("from", period.From), ("until", period.Until) }.Where(pair => pair.Item2 is not null)
                .ToDictionary(pair => pair.Item1, pair => TextRules.FormatTime(pair.Item2!.Value)));

    // A period ends with the first moment that is not in it.
    private static string? LastDay(PeriodView? period) => Day(period?.Until?.AddTicks(-1));

    private static string? Day(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
