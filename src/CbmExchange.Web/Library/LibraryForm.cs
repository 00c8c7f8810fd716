using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Web.Shared;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Library;

/// <summary>The form of a search, and the question that it asks. Its values travel in posts, never in an address.
/// </summary>
internal static class LibraryForm
{
    /// <summary>The question of a form.</summary>
    public static SearchLibraryRequest Read(IFormCollection form) => new()
    {
        Query = form["query"].ToString().Trim(),
        State = form["state"].ToString().Trim(),
        Shelf = form["shelf"].ToString(),
        RecordType = form["type"].ToString(),
        Kind = form["kind"].ToString(),
        Language = form["language"].ToString().Trim(),
        Topic = form["topic"].ToString().Trim(),
        Measure = form["measure"].ToString(),
        InForceOn = form["inForceOn"].ToString(),
        Context = form["context"].ToString(),
        ExerciseId = form["exercise"].ToString().Trim(),
        ChangedSince = Days.Of(form["changedSince"].ToString()),
    };

    /// <summary>The same again, for the next page of the answer.</summary>
    public static IEnumerable<(string Name, string Value)> Values(SearchLibraryRequest asked, string changedSince) =>
        new[]
        {
            ("query", asked.Query), ("state", asked.State), ("shelf", asked.Shelf), ("type", asked.RecordType),
            ("kind", asked.Kind), ("language", asked.Language), ("topic", asked.Topic), ("measure", asked.Measure),
            ("inForceOn", asked.InForceOn), ("context", asked.Context), ("exercise", asked.ExerciseId),
            ("changedSince", changedSince),
        }.Where(value => value.Item2.Length > 0);

    /// <summary>What the pages call the state of a record, or a change of it.</summary>
    public static string Word(string code) => code switch
    {
        "superseded" => "Superseded",
        "withdrawn" => "Withdrawn",
        _ => code,
    };

    /// <summary>True when more is asked than the first row of the form shows.</summary>
    public static bool HasMore(SearchLibraryRequest asked, string changedSince) =>
        Values(asked, changedSince).Any(value => value.Name is not ("query" or "state" or "shelf"));
}
