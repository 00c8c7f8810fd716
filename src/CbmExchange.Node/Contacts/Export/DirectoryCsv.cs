using System.Text;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Node.Records;

namespace CbmExchange.Node.Contacts.Export;

/// <summary>
/// Contacts as a spreadsheet (RFC 4180): a row a channel. A cell that a spreadsheet would take for a formula begins
/// with an apostrophe; <see cref="Unguarded"/> takes it off again.
/// </summary>
internal static class DirectoryCsv
{
    private static readonly string[] Columns =
    [
        "as_of", "marking", "context", "state", "state_name", "office", "kinds", "competences", "record", "record_id",
        "channel", "type", "value", "extension", "order", "hours", "secure", "reachable_from_abroad", "languages",
        "coverage", "schedule", "time_zone", "health", "last_verified", "standing", "nomination", "review_by",
        "designation_note", "disclaimer", "exported_by", "exported_at",
    ];

    /// <summary>All rows, with the header; a State without contacts has one row that says so.</summary>
    public static string Of(ExportedDirectory directory)
    {
        var text = new StringBuilder();
        Write(text, Columns);
        foreach (var state in directory.States)
        {
            foreach (var contact in state.Contacts)
            {
                WriteContact(text, directory, state, contact);
            }

            if (state.Contacts.Count == 0)
            {
                var cells = Columns.ToDictionary(column => column, _ => "");
                SetState(cells, directory, state);
                cells["standing"] = state.Answer.Answer;
                Write(text, Columns.Select(column => cells[column]));
            }
        }

        return text.ToString();
    }

    /// <summary>What a cell said before it was guarded.</summary>
    public static string Unguarded(string cell) => cell.StartsWith('\'') && IsGuarded(cell) ? cell[1..] : cell;

    private static void WriteContact(
        StringBuilder text, ExportedDirectory directory, ExportedState state, ExportedContact exported)
    {
        var cells = Columns.ToDictionary(column => column, _ => "");
        SetState(cells, directory, state);
        SetContact(cells, exported);
        foreach (var channel in exported.Contact.Channels.DefaultIfEmpty(new Channel()))
        {
            SetChannel(
                cells, channel,
                exported.Answer.ChannelHealth.FirstOrDefault(health => health.ChannelId == channel.Id));
            Write(text, Columns.Select(column => cells[column]));
        }
    }

    private static void SetState(Dictionary<string, string> cells, ExportedDirectory directory, ExportedState state)
    {
        cells["as_of"] = directory.AsOf;
        cells["state"] = state.Designator;
        cells["state_name"] = state.Answer.StateName;
        cells["designation_note"] = state.Answer.DesignationNote;
        cells["disclaimer"] = StandingText.NeutralDesignation;
        cells["exported_by"] = directory.Footer.ExportedBy;
        cells["exported_at"] = ExportFooters.Minute(directory.Footer.ExportedAt);
    }

    private static void SetContact(Dictionary<string, string> cells, ExportedContact exported)
    {
        var (answer, contact) = (exported.Answer, exported.Contact);
        cells["marking"] = answer.Tlp;
        cells["context"] = exported.Context;
        cells["office"] = answer.Office;
        cells["kinds"] = string.Join(' ', contact.Kinds);
        cells["competences"] = string.Join(' ', contact.Competences);
        cells["record"] = answer.ReferenceNumber;
        cells["record_id"] = answer.RecordId;
        cells["languages"] = string.Join(' ', contact.Languages.Select(one => one.Lang));
        cells["coverage"] = contact.Coverage;
        cells["schedule"] = contact.Schedule is { } schedule ? HoursText.Of(schedule) : "";
        cells["time_zone"] = contact.Schedule?.TimeZone ?? "";
        cells["standing"] = answer.Standing;
        cells["nomination"] = answer.Nomination;
        cells["review_by"] = contact.ReviewBy is { } review ? Day(review) : "";
    }

    private static void SetChannel(Dictionary<string, string> cells, Channel channel, ChannelHealthView? health)
    {
        cells["channel"] = channel.Id;
        cells["type"] = channel.Type;
        cells["value"] = channel.Value;
        cells["extension"] = channel.Extension;
        cells["order"] = channel.PriorityOrder > 0 ? $"{channel.PriorityOrder}" : "";
        cells["hours"] = channel.Hours;
        cells["secure"] = channel.Secure ? "yes" : "";
        cells["reachable_from_abroad"] = channel.ReachableFromAbroad ? "yes" : "";
        cells["health"] = health?.Health ?? "";
        cells["last_verified"] = health?.VerifiedAt is { } verified ? Day(verified) : "";
    }

    private static string Day(Google.Protobuf.WellKnownTypes.Timestamp at) => at.ToDateTimeOffset().UtcDateTime
        .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static void Write(StringBuilder text, IEnumerable<string> cells) =>
        text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    private static string Cell(string value)
    {
        var guarded = IsGuarded(value) ? "'" + value : value;
        return guarded.AsSpan().IndexOfAny(",\"\r\n") >= 0
            ? $"\"{guarded.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : guarded;
    }

    // What begins with apostrophes and then like a formula gets one more, so that taking one off always gives it back.
    private static bool IsGuarded(string value) => IsFormula(value.TrimStart('\''));

    // OWASP, CSV injection: = + - @, tab and carriage return begin a formula. Telephone numbers do too.
    private static bool IsFormula(string value) =>
        value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n';
}
