let total = 0;

if (document.monetization) {
  document.monetization.addEventListener('monetizationpending', showState);
  document.monetization.addEventListener('monetizationstart', showState);
  document.monetization.addEventListener('monetizationstop', showState);
  document.monetization.addEventListener('monetizationprogress', (event) => {
    const { amount, assetCode, assetScale } = event.detail;
    total += Number(amount);
    document.querySelector('#received').textContent =
      (total * Math.pow(10, -assetScale)).toFixed(assetScale) + ' ' + assetCode;
    showState();
  });
  showState();
}

function showState() {
  document.querySelector('#state').textContent = document.monetization.state;
}
