using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Errors;

namespace CbmExchange.Node.Library;

/// <summary>The coded lists as officers read them.</summary>
internal static class CodeTable
{
    /// <summary>One list or all, with labels in one language or all.</summary>
    public static ListCodesResponse Of(ListCodesRequest request)
    {
        if (request.Lang.Length > 0 && !CodeLists.Languages.Contains(request.Lang))
        {
            throw RefusalStatus.ToException(Refusal.Invalid([
                new FieldFault("lang", $"Give one of {string.Join(", ", CodeLists.Languages)}, or nothing for all."),
            ]));
        }

        var lists = request.List.Length == 0 ? CodeLists.All
            : CodeLists.Find(request.List) is { } list ? [list]
            : throw RefusalStatus.ToException(Refusal.NotFound);
        return new ListCodesResponse { Lists = { lists.Select(list => Info(list, request.Lang)) } };
    }

    private static CodeListInfo Info(CodeList list, string lang) => new()
    {
        List = list.Name,
        Version = list.Version,
        Closed = list.IsClosed,
        Basis = list.Basis,
        Note = list.Note,
        Fields = { list.Fields },
        Codes = { list.Codes.Select(code => Info(list, code, lang)) },
    };

    private static CodeInfo Info(CodeList list, Code code, string lang) => new()
    {
        Id = code.Id,
        Deprecated = code.IsDeprecated,
        Labels =
        {
            CodeLists.Languages
                .Where(one => (lang.Length == 0 || one == lang) && code.Labels.ContainsKey(one))
                .Select(one => new Text { Lang = one, Text_ = code.Labels[one], Status = list.StatusOf(one) }),
        },
    };
}
