using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Web.DutyDesk;

/// <summary>Codes in the reader's language. A code that is not known, or has no label, is shown as it is.</summary>
public sealed class CodeLabels(DeskClients desk)
{
    private readonly Dictionary<string, CodeListInfo> lists = new(StringComparer.Ordinal);

    /// <summary>The codes of a list that new records use, with their labels.</summary>
    public async Task<IReadOnlyList<(string Code, string Label)>> OfAsync(string list)
    {
        var info = await ListAsync(list).ConfigureAwait(false);
        return info is null
            ? []
            : [.. info.Codes.Where(code => !code.Deprecated).Select(code => (code.Id, LabelOf(code)))];
    }

    /// <summary>The label of one code.</summary>
    public async Task<string> OfAsync(string list, string code)
    {
        var info = await ListAsync(list).ConfigureAwait(false);
        return info?.Codes.FirstOrDefault(known => known.Id == code) is { } found ? LabelOf(found) : code;
    }

    /// <summary>In the reader's language, else in English, else the code.</summary>
    internal static string LabelOf(CodeInfo code) =>
        (code.Labels.FirstOrDefault(label => label.Lang == Language.Languages.Current)
            ?? code.Labels.FirstOrDefault(label => label.Lang == "en"))?.Text_ ?? code.Id;

    private async Task<CodeListInfo?> ListAsync(string list)
    {
        if (!lists.TryGetValue(list, out var info))
        {
            var answer = await DeskClients.AskAsync(options =>
                desk.Library.ListCodesAsync(new ListCodesRequest { List = list }, options)).ConfigureAwait(false);
            info = answer.Value?.Lists.FirstOrDefault();
            if (info is not null)
            {
                lists[list] = info;
            }
        }

        return info;
    }
}
