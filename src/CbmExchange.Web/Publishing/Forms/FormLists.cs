using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Web.DutyDesk;
using CbmExchange.Web.Language;
using Google.Protobuf.Reflection;

namespace CbmExchange.Web.Publishing.Forms;

/// <summary>What a form offers to choose from: codes of a field, and who takes part. Read once for a page.</summary>
public sealed class FormLists(DeskClients desk)
{
    private readonly Dictionary<string, List<CodeListInfo>> byField = new(StringComparer.Ordinal);

    /// <summary>Who takes part, by name.</summary>
    public IReadOnlyList<ParticipantView> Participants { get; private set; } = [];

    /// <summary>The bodies, by acronym.</summary>
    public IReadOnlyList<BodyView> Bodies { get; private set; } = [];

    /// <summary>Reads them; what cannot be read is asked for as text.</summary>
    public async Task<Problem?> LoadAsync()
    {
        var codes = await DeskClients.AskAsync(options =>
            desk.Library.ListCodesAsync(new ListCodesRequest(), options)).ConfigureAwait(false);
        foreach (var list in codes.Value?.Lists ?? [])
        {
            foreach (var field in list.Fields)
            {
                (byField.TryGetValue(field, out var lists) ? lists : byField[field] = []).Add(list);
            }
        }

        var who = await DeskClients.AskAsync(options =>
            desk.Directory.ListParticipantsAsync(
                new ListParticipantsRequest { Lang = Languages.Current }, options)).ConfigureAwait(false);
        Participants = [.. (who.Value?.Participants ?? []).OrderBy(one => one.Name, StringComparer.Ordinal)];
        Bodies = [.. (who.Value?.Bodies ?? []).OrderBy(one => one.Acronym, StringComparer.Ordinal)];
        return codes.Problem ?? who.Problem;
    }

    /// <summary>Codes of a field with their labels in the reader's language; none where it has no list.</summary>
    public IReadOnlyList<(string Code, string Label)> CodesOf(FieldDescriptor field) =>
        field.FieldType == FieldType.String
            ? CodesOf($"{field.ContainingType.Name}.{field.Name}", $"*.{field.Name}")
            : [];

    /// <summary>The same by message and field, e.g. "Marking.tlp".</summary>
    public IReadOnlyList<(string Code, string Label)> CodesOf(params ReadOnlySpan<string> names)
    {
        var all = new List<(string, string)>();
        foreach (var name in names)
        {
            foreach (var list in byField.GetValueOrDefault(name) ?? [])
            {
                all.AddRange(list.Codes.Where(code => !code.Deprecated).Select(code => (code.Id, LabelOf(code))));
            }
        }

        return all;
    }

    /// <summary>Name of a participant by its id or designator; the same where it is not known.</summary>
    public string NameOf(string participant) =>
        Participants.FirstOrDefault(one => one.ParticipantId == participant || one.Designator == participant)
            is { } found ? $"{found.Designator} · {found.Name}" : participant;

    private static string LabelOf(CodeInfo code) =>
        (code.Labels.FirstOrDefault(label => label.Lang == Languages.Current)
            ?? code.Labels.FirstOrDefault(label => label.Lang == "en"))?.Text_ ?? code.Id;
}
