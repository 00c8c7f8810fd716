using CbmExchange.Web.Tests.Browsing;

namespace CbmExchange.Web.Tests.Publishing;

/// <summary>The way of an own record through its pages, by what is the same in all languages.</summary>
internal static class RecordVisits
{
    /// <summary>Id of the record whose page is open.</summary>
    public static async Task<string> RecordIdAsync(this Visit visit)
    {
        await visit.Page.WaitForURLAsync(address => IsRecord(new Uri(address).AbsolutePath));
        return new Uri(visit.Page.Url).AbsolutePath.Split('/')[^1];
    }

    /// <summary>Hands the record whose page is open to a second person; its id.</summary>
    public static async Task<string> SubmittedAsync(this Visit visit)
    {
        var record = await visit.RecordIdAsync();
        await visit.DoneAsync("submit");
        return record;
    }

    /// <summary>A second person clears and releases it to whom the page has chosen beforehand.</summary>
    public static async Task ReleasedAsync(this Visit visit, string record, string to, string tlp = "TLP:AMBER")
    {
        var address = $"/records/{record}";
        await visit.OpenAsync(address);
        await visit.DoneAsync("clear");
        await visit.OpenReleaseAsync(address);
        Assert.True(await visit.Page.IsCheckedAsync($"[name='g0.to'][value='state:{to}']"), "not addressed");
        await visit.Page.SelectOptionAsync("[name='g0.tlp']", tlp);
        await visit.ReleaseAsync(address);
    }

    private static bool IsRecord(string path) =>
        path.Split('/') is ["", "records", var id] && Guid.TryParse(id, out _);
}
